using AgentTrader.Core.Agents;

namespace AgentTrader.Core.Trading;

/// <summary>All that a step of the engine may know.</summary>
/// <param name="AgentId">Whose step it is.</param>
/// <param name="Settings">What a person configured.</param>
/// <param name="Book">What the agent owns.</param>
/// <param name="Symbols">
/// The market, by symbol in ordinal order: what the agent may trade and whatever it holds.
/// </param>
/// <param name="MarketTime">The instant in the market.</param>
/// <param name="WallTime">The instant by the clock, for the orders' records alone.</param>
public readonly record struct EngineInput(
    string AgentId,
    AgentSettings Settings,
    Book Book,
    ReadOnlyMemory<SymbolView> Symbols,
    DateTimeOffset MarketTime,
    DateTimeOffset WallTime
);
