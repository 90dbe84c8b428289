namespace AgentTrader.Services.Oversight;

/// <summary>How a request ended.</summary>
/// <param name="Result">Approved, rejected or expired.</param>
/// <param name="ApproverId">The user, or "service" or "clock".</param>
/// <param name="Approver">The name to show; with several approvals all of them.</param>
/// <param name="DecidedAt">Wall time.</param>
/// <param name="Quantity">Shares that were agreed to; 0 when it was not approved.</param>
/// <param name="Reason">What the approver said, if anything.</param>
public sealed record OversightDecision(
    OversightStatus Result,
    string ApproverId,
    string Approver,
    DateTimeOffset DecidedAt,
    long Quantity,
    string? Reason
);
