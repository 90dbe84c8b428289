using AgentTrader.Core.Oversight;
using AgentTrader.Services.Oversight.Slack;

namespace AgentTrader.Services.Tests.Simulation;

/// <summary>A yes to the first step of an entry is a yes to all of them, and that is what approvers are shown.</summary>
public sealed class ApprovalOfStepsTests
{
    [Fact]
    public async Task A_step_is_shown_with_all_that_a_yes_lets_be_bought()
    {
        await using var step = new ApprovalScene();
        await step.HoldAsync(new(TriggerKind.FirstTrade), quantity: 4, planned: 12);
        await using var whole = new ApprovalScene();
        await whole.HoldAsync(new(TriggerKind.FirstTrade), quantity: 12);
        var (shown, same) = (step.Request, whole.Request);
        Assert.Equal((4, 12), (shown.TradeDetails.Quantity, shown.TradeDetails.EntryQuantity));
        Assert.Equal(same.TradeDetails.EstimatedValue, shown.TradeDetails.EntryValue);
        Assert.Equal(same.Content.AllocationAfter, shown.Content.AllocationAfter);
        Assert.Equal(
            (same.Content.RiskAssessment!.EstimatedLoss, same.Content.RiskAssessment.EstimatedProfit),
            (shown.Content.RiskAssessment!.EstimatedLoss, shown.Content.RiskAssessment.EstimatedProfit)
        );
        Assert.Null(same.TradeDetails.EntryQuantity);
        Assert.Contains(
            "12 shares for $",
            ApprovalMessage.Of(shown, null, null).Blocks.ToJsonString(),
            StringComparison.Ordinal
        );
    }
}
