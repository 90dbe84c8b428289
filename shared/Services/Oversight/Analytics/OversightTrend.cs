namespace AgentTrader.Services.Oversight.Analytics;

/// <summary>The requests of one day (UTC).</summary>
public sealed record OversightTrend(DateOnly Date, int Requests, int Approved, int Rejected, int Expired);
