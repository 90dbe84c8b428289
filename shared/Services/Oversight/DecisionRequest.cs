namespace AgentTrader.Services.Oversight;

/// <summary>
/// The body of <c>POST /oversight/requests/{requestId}/decision</c> (spec/1 section 5.3). Who decides is the caller; the
/// approver's fields count only when another system decides on a person's behalf with the service token.
/// </summary>
/// <param name="Decision">What is said.</param>
/// <param name="Reason">At most 1,000 characters; with <see cref="OversightVerdict.InfoRequested"/> the question, which is then needed.</param>
/// <param name="Quantity">With an approval, the shares agreed to: fewer than asked for, or as many; by default all.</param>
/// <param name="ApproverId">From another system: the user who decides.</param>
/// <param name="ApproverName">From another system: that user's name.</param>
/// <param name="Timestamp">Taken for the documented shape's sake: what counts is when the decision arrives.</param>
public sealed record DecisionRequest(
    OversightVerdict Decision,
    string? Reason = null,
    long? Quantity = null,
    string? ApproverId = null,
    string? ApproverName = null,
    DateTimeOffset? Timestamp = null
);
