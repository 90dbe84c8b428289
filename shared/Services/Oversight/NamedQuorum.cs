namespace AgentTrader.Services.Oversight;

/// <summary>How many of whom must say yes to a request; each of its quorums must be met.</summary>
/// <param name="Required">At least so many.</param>
/// <param name="Approvers">Who counts; empty when every approver does.</param>
/// <param name="EscalationApprovers">Who counts too once the request is escalated.</param>
public sealed record NamedQuorum(
    int Required,
    IReadOnlyList<Approver> Approvers,
    IReadOnlyList<Approver> EscalationApprovers
)
{
    /// <summary>Where it stands with a request.</summary>
    public QuorumState StateIn(OversightRequest request)
    {
        IReadOnlyList<Approver> counting =
            Approvers.Count == 0 || request.EscalatedAt is null ? Approvers : [.. Approvers, .. EscalationApprovers];
        var given = request.Approvals.Count(made =>
            counting.Count == 0 || counting.Any(approver => approver.UserId == made.ApproverId)
        );
        return new(Required, given, counting);
    }
}
