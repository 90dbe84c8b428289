namespace AgentTrader.Services.Oversight.Analytics;

/// <summary>What one approver said, each yes of several included.</summary>
/// <param name="AvgResponseTime">Seconds from request to decision.</param>
public sealed record ApproverPerformance(
    string ApproverId,
    string Approver,
    int Requests,
    int Approved,
    double AvgResponseTime
);
