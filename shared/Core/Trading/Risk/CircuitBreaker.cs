namespace AgentTrader.Core.Trading.Risk;

/// <summary>
/// A circuit breaker that is open: until it closes by itself, the engine orders nothing; that for one position's loss only
/// enters its symbol no more.
/// </summary>
/// <param name="Kind">What tripped it.</param>
/// <param name="At">Market time.</param>
/// <param name="Until">Market time at which trading goes on.</param>
/// <param name="Threshold">The limit: a part of 1, percent or a count, by kind.</param>
/// <param name="Actual">What it was, in the same unit.</param>
public sealed record CircuitBreaker(
    CircuitBreakerKind Kind,
    DateTimeOffset At,
    DateTimeOffset Until,
    double Threshold,
    double Actual
);
