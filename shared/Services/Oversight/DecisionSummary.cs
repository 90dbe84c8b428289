namespace AgentTrader.Services.Oversight;

/// <param name="ApprovalLatency">Whole seconds from request to decision.</param>
public sealed record DecisionSummary(
    OversightStatus Result,
    string Approver,
    DateTimeOffset ApprovedAt,
    long ApprovalLatency,
    string? Reason
);
