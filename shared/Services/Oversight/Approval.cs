namespace AgentTrader.Services.Oversight;

/// <summary>One approver's yes to a request, of the several that a rule may ask for.</summary>
/// <param name="ApproverId">The user.</param>
/// <param name="Approver">The name to show.</param>
/// <param name="At">Wall time.</param>
/// <param name="Quantity">The shares that this approver agrees to.</param>
/// <param name="Reason">What the approver said, if anything.</param>
public sealed record Approval(string ApproverId, string Approver, DateTimeOffset At, long Quantity, string? Reason);
