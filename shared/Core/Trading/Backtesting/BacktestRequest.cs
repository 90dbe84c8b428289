using AgentTrader.Core.Agents;
using AgentTrader.Core.Market;
using AgentTrader.Core.Trading.Signals;

namespace AgentTrader.Core.Trading.Backtesting;

/// <summary>What to replay (document 5, requirement 15).</summary>
public sealed record BacktestRequest
{
    /// <summary>Of each symbol all bars, oldest first; those before <see cref="From"/> only warm the figures up.</summary>
    public required IReadOnlyDictionary<string, ReadOnlyMemory<Bar>> Bars { get; init; }

    /// <summary>The first bar that may be traded begins here or later.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>The last bar that may be traded begins before.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>Dollars, as a budget is.</summary>
    public required decimal InitialCapital { get; init; }

    public required AgentSettings Settings { get; init; }

    public EngineConfig Config { get; init; } = EngineConfig.Default;

    /// <summary>Goes into the ids of decisions and trades.</summary>
    public string AgentId { get; init; } = "agt_backtest";

    public EarningsCalendar Earnings { get; init; } = EarningsCalendar.Empty;

    /// <summary>The user whose own recommendations count beside everybody's; null for none.</summary>
    public string? OwnerId { get; init; }

    /// <summary>What was recommended meanwhile (requirement 15.1).</summary>
    public Recommendations Recommendations { get; init; } = Recommendations.None;

    public IReadOnlyList<MacroEvent> MacroEvents { get; init; } = [];

    /// <summary>
    /// Of each symbol the closes of the sessions before the first bar, oldest first and as many of each, 0 where there was
    /// none: what is known of correlations from the start.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<double>>? ClosesBefore { get; init; }

    /// <summary>
    /// Sees what each step knew and what it led to, those at sessions' closes among them, or null. The views are reused: whoever
    /// keeps them copies them.
    /// </summary>
    public Action<EngineInput, EngineOutput>? Observe { get; init; }
}
