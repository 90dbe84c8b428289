namespace AgentTrader.Services.Oversight.Analytics;

/// <summary>Seconds from request to decision that so many percent of the decisions did not exceed; null without decisions.</summary>
public sealed record LatencyPercentiles(double? P50, double? P95, double? P99);
