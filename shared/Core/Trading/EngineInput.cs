using AgentTrader.Core.Agents;
using AgentTrader.Core.Market;
using AgentTrader.Core.Trading.Risk;

namespace AgentTrader.Core.Trading;

/// <summary>All that a step of the engine may know.</summary>
/// <param name="AgentId">Whose step it is.</param>
/// <param name="Settings">What a person configured.</param>
/// <param name="Book">What the agent owns.</param>
/// <param name="Symbols">
/// The market, by symbol in ordinal order: what the agent may trade and whatever it holds.
/// </param>
/// <param name="MarketTime">The instant in the market.</param>
/// <param name="WallTime">The instant by the clock, for the orders' records and the trades' ids.</param>
public readonly record struct EngineInput(
    string AgentId,
    AgentSettings Settings,
    Book Book,
    ReadOnlyMemory<SymbolView> Symbols,
    DateTimeOffset MarketTime,
    DateTimeOffset WallTime
)
{
    public EngineConfig Config { get; init; } = EngineConfig.Default;

    /// <summary>How symbols move together; null while it is not known, and then nothing is held against a trade.</summary>
    public CorrelationMatrix? Correlations { get; init; }

    /// <summary>When companies report earnings.</summary>
    public EarningsCalendar Earnings { get; init; } = EarningsCalendar.Empty;

    /// <summary>
    /// Whether decisions and orders, and the events that repeat them, get their reasons in words. They change nothing else: a
    /// backtest that nobody watches goes without.
    /// </summary>
    public bool WithReasons { get; init; } = true;

    /// <summary>Whether a severe macro event is on (document 5, requirement 7).</summary>
    public bool MacroEvent { get; init; }
}
