namespace AgentTrader.Services.Oversight;

/// <summary>
/// The body of <c>POST /oversight/requests/{requestId}/decision</c> (spec/1 section 5.3). Who decides is the caller; the
/// approver's fields count only when another system decides on a person's behalf with the service token.
/// </summary>
public sealed record DecisionRequest(
    OversightVerdict Decision,
    string? Reason = null,
    string? ApproverId = null,
    string? ApproverName = null,
    DateTimeOffset? Timestamp = null
);
