namespace AgentTrader.Core.Oversight;

/// <summary>One reason for which a trade waits for people.</summary>
/// <param name="Name">For people.</param>
/// <param name="When">The condition.</param>
/// <param name="RequiredApprovals">How many approvers must say yes, 1 to 10.</param>
/// <param name="Approvers">The ids of the users who may decide; none named means every approver.</param>
/// <param name="EscalateTo">The ids of those who may decide too when 80 % of the time is over.</param>
public sealed record OversightRule(
    string Name,
    Trigger When,
    int RequiredApprovals = 1,
    IReadOnlyList<string>? Approvers = null,
    IReadOnlyList<string>? EscalateTo = null
);
