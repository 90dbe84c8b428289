using System.Text.Json;
using AgentTrader.Core.Agents;
using AgentTrader.Core.Trading;
using AgentTrader.Core.Trading.Risk;

namespace AgentTrader.Services.Trading.Backtests;

/// <summary>
/// The body of <c>POST /trading/backtests</c> (document 5, requirement 15). Recommendations and severe events of that time are
/// replayed as agents heard them: everybody's, and those of whoever asks.
/// </summary>
/// <param name="Symbols">1 to 20 tickers of the market.</param>
/// <param name="From">The first day in New York that is traded.</param>
/// <param name="To">The last one; not after the market's today.</param>
/// <param name="InitialCapital">Dollars, as an agent's budget is.</param>
/// <param name="RiskTier">Held for the whole time; without one the engine begins with the strategy's and moves it.</param>
/// <param name="Strategy">Whose signals are traded.</param>
/// <param name="Interval">The length of a bar: one that the market has, a day unless said otherwise.</param>
/// <param name="Config">Settings of the engine by the names of <see cref="EngineConfig"/>; the others keep their defaults.</param>
public sealed record StartBacktestRequest(
    IReadOnlyList<string> Symbols,
    DateOnly From,
    DateOnly To,
    decimal InitialCapital,
    RiskTier? RiskTier = null,
    Strategy Strategy = Strategy.Balanced,
    string Interval = "1d",
    IReadOnlyDictionary<string, JsonElement>? Config = null
);
