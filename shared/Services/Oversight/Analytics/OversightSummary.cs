namespace AgentTrader.Services.Oversight.Analytics;

/// <summary>Requests of a span of time in short (spec/1 section 5.3).</summary>
/// <param name="ApprovalRate">Percent of the decided and expired requests.</param>
/// <param name="AvgApprovalTime">Seconds from request to decision; expired ones do not count.</param>
public sealed record OversightSummary(
    int TotalRequests,
    int Pending,
    int Approved,
    int Rejected,
    int Expired,
    double ApprovalRate,
    double AvgApprovalTime
);
