using AgentTrader.Core.Market;
using AgentTrader.Core.Trading;

namespace AgentTrader.Services.Trading.Backtests;

/// <summary>What agents were told from outside during a backtest's time.</summary>
public sealed record PastSignals(Recommendations Recommendations, IReadOnlyList<MacroEvent> MacroEvents)
{
    public static PastSignals None { get; } = new(Recommendations.None, []);
}
