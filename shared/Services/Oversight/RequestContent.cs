using AgentTrader.Core.Oversight;

namespace AgentTrader.Services.Oversight;

/// <summary>What an approver is shown beside the trade itself (document 1, FR-013), as it was when the request was made.</summary>
/// <param name="RiskAssessment">Null when there was no price to reckon with.</param>
/// <param name="AllocationBefore">The portfolio's parts, the largest first, cash last.</param>
/// <param name="AllocationAfter">The same if the trade is made.</param>
/// <param name="SimilarTrades">The newest first, at most five.</param>
public sealed record RequestContent(
    RiskAssessment? RiskAssessment,
    IReadOnlyList<AllocationSlice> AllocationBefore,
    IReadOnlyList<AllocationSlice> AllocationAfter,
    IReadOnlyList<SimilarTrade> SimilarTrades
)
{
    public static RequestContent None { get; } = new(null, [], [], []);
}
