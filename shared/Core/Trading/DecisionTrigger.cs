namespace AgentTrader.Core.Trading;

public enum DecisionTrigger
{
    Signal,
    StopLoss,
    TakeProfit,

    /// <summary>The position lost so much that the circuit breaker closes it.</summary>
    CircuitBreaker,

    /// <summary>There has been no price for too long.</summary>
    StalePrice,

    /// <summary>A micro-trade was held for as long as it may be.</summary>
    HoldExpired,

    /// <summary>The position or its sector outgrew its limit.</summary>
    Rebalance,

    /// <summary>A more confident position takes the place.</summary>
    Replacement,

    /// <summary>Somebody outside recommends it.</summary>
    Recommendation,
}
