using AgentTrader.Core.Market.Signals;
using AgentTrader.Core.Trading.Risk;

namespace AgentTrader.Core.Trading;

/// <summary>What the engine made of a signal, with all that it knew (document 5, requirement 17).</summary>
public sealed record Decision
{
    /// <summary>Derived from agent, symbol, bar, action and outcome: the same step gives the same ids.</summary>
    public required string DecisionId { get; init; }

    public required string AgentId { get; init; }

    public required string Symbol { get; init; }

    public required TradeAction Action { get; init; }

    /// <summary>What made the engine decide.</summary>
    public required DecisionTrigger Trigger { get; init; }

    public required DecisionOutcome Outcome { get; init; }

    /// <summary>Null when the engine acted.</summary>
    public SkipReason? SkipReason { get; init; }

    /// <summary>The trade that follows, derived from the decision; null when the engine did not act.</summary>
    public string? TradeId { get; init; }

    /// <summary>The recommendation from outside that it follows or lets pass; null for the engine's own signals.</summary>
    public string? RecommendationId { get; init; }

    /// <summary>The kind of signal behind it.</summary>
    public required SignalKind Signal { get; init; }

    /// <summary>Of the signal, 0 to 1.</summary>
    public required double Confidence { get; init; }

    /// <summary>
    /// Shares that were reckoned (requirement 17.1); whether they were traded, <see cref="Outcome"/> says. 0 when the reason to skip
    /// was found before a size was, or leaves no share.
    /// </summary>
    public long Quantity { get; init; }

    /// <summary>Dollars a share that the engine reckons with.</summary>
    public decimal Price { get; init; }

    public required RiskTier RiskTier { get; init; }

    /// <summary>Cash and positions without the reserve pool, in dollars.</summary>
    public required decimal ActivePool { get; init; }

    public required decimal ReservePool { get; init; }

    /// <summary>The loss if every stop is hit, in dollars.</summary>
    public required decimal PortfolioHeat { get; init; }

    /// <summary>Average correlation with what is held, weighted by value; null when it was not reckoned.</summary>
    public double? Correlation { get; init; }

    /// <summary>The sector's part of the active pool before the trade, of 1; null when it was not reckoned.</summary>
    public double? SectorExposure { get; init; }

    /// <summary>Whether earnings are near.</summary>
    public bool EarningsNear { get; init; }

    /// <summary>The circuit breakers that are open, by name; empty as a rule.</summary>
    public string CircuitBreaker { get; init; } = "";

    /// <summary>Whether a loss within 30 days may be a wash sale because of the trade, or the trade's own may be one.</summary>
    public bool WashSaleRisk { get; init; }

    /// <summary>When the signal began: the end of its first bar, or when the stop's levels were set.</summary>
    public required DateTimeOffset SignalAt { get; init; }

    /// <summary>The end of the last bar that the engine saw.</summary>
    public required DateTimeOffset BarEnd { get; init; }

    /// <summary>When it decided, in the market.</summary>
    public required DateTimeOffset MarketTime { get; init; }

    /// <summary>The whole reason in a trader's words; empty where nobody asked for it (<see cref="EngineInput.WithReasons"/>).</summary>
    public required string Reasoning { get; init; }
}
