namespace AgentTrader.Services.Oversight;

/// <param name="ApprovalLatency">Whole seconds from request to decision.</param>
/// <param name="Quantity">Shares that were agreed to; 0 when it was not approved.</param>
public sealed record DecisionSummary(
    OversightStatus Result,
    string Approver,
    DateTimeOffset ApprovedAt,
    long ApprovalLatency,
    long Quantity,
    string? Reason
);
