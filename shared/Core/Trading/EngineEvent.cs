using AgentTrader.Core.Trading.Risk;

namespace AgentTrader.Core.Trading;

/// <summary>Something that happened in a step.</summary>
/// <param name="Kind">What.</param>
/// <param name="At">Market time.</param>
/// <param name="Sentence">In words, with the figures.</param>
/// <param name="TierChange">Of a <see cref="EngineEventKind.TierChanged"/>; null otherwise.</param>
/// <param name="Breaker">Of a <see cref="EngineEventKind.BreakerTripped"/> (requirement 6.4); null otherwise.</param>
public sealed record EngineEvent(
    EngineEventKind Kind,
    DateTimeOffset At,
    string Sentence,
    RiskTierChange? TierChange = null,
    CircuitBreaker? Breaker = null
);
