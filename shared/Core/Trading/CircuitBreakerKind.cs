namespace AgentTrader.Core.Trading;

/// <summary>What trips a circuit breaker (document 5, requirement 6).</summary>
public enum CircuitBreakerKind
{
    DailyLoss,
    Volatility,
    StopHits,
}
