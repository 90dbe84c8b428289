namespace AgentTrader.Core.Trading.Risk;

/// <summary>What trips a circuit breaker (document 5, requirement 6).</summary>
public enum CircuitBreakerKind
{
    DailyLoss,
    Volatility,
    StopHits,

    /// <summary>Of one position (requirement 6.2): it is closed and its symbol not entered for a while; other trading goes on.</summary>
    PositionLoss,
}
