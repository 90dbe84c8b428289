using AgentTrader.Core.Oversight;

namespace AgentTrader.Services.Oversight;

/// <summary>An approval request as the API shows it, and as every event about it carries it.</summary>
/// <param name="Approvers">Who may decide; empty when every approver may.</param>
/// <param name="RequiredApprovals">How many approvals it needs at the least, given ones included.</param>
/// <param name="Quorums">How many of whom must say yes, each of them.</param>
public sealed record OversightRequestResponse(
    string RequestId,
    string AgentId,
    string AgentName,
    string TradeId,
    OversightStatus Status,
    TradeDetails TradeDetails,
    string Reason,
    string Reasoning,
    RiskAssessment? RiskAssessment,
    IReadOnlyList<AllocationSlice> AllocationBefore,
    IReadOnlyList<AllocationSlice> AllocationAfter,
    IReadOnlyList<SimilarTrade> SimilarTrades,
    IReadOnlyList<Approver> Approvers,
    IReadOnlyList<Approver> EscalationApprovers,
    int RequiredApprovals,
    IReadOnlyList<QuorumState> Quorums,
    IReadOnlyList<Approval> Approvals,
    IReadOnlyList<OversightNote> Notes,
    string? SubmittedBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset RemindAt,
    DateTimeOffset EscalateAt,
    DateTimeOffset ExpiresAt,
    DateTimeOffset? RemindedAt,
    DateTimeOffset? EscalatedAt,
    OversightDecision? Decision
)
{
    public static OversightRequestResponse Of(OversightRequest request) =>
        new(
            request.RequestId,
            request.AgentId,
            request.AgentName,
            request.TradeId,
            request.Status,
            request.TradeDetails,
            request.Reason,
            request.Message.Order.Reasoning,
            request.Content.RiskAssessment,
            request.Content.AllocationBefore,
            request.Content.AllocationAfter,
            request.Content.SimilarTrades,
            request.Approvers,
            request.EscalationApprovers,
            request.RequiredApprovals,
            [.. request.Quorums.Select(quorum => quorum.StateIn(request))],
            request.Approvals,
            request.Notes,
            request.Message.Order.SubmittedBy,
            request.CreatedAt,
            request.RemindAt,
            request.EscalateAt,
            request.ExpiresAt,
            request.RemindedAt,
            request.EscalatedAt,
            request.Decision
        );
}
