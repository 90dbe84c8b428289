namespace AgentTrader.Core.Trading.Signals;

/// <summary>A recommendation that an agent followed or let pass for good, and when, by market time.</summary>
public sealed record UsedRecommendation(string RecommendationId, DateTimeOffset At);
