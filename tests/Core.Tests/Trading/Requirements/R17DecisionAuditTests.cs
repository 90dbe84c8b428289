using AgentTrader.Core.Trading;
using FsCheck.Fluent;

namespace AgentTrader.Core.Tests.Trading.Requirements;

/// <summary>Document 5, requirement 17: the audit trail of decisions, over generated markets and books.</summary>
public class R17DecisionAuditTests
{
    [Fact]
    public void Every_decision_has_an_id_of_its_own() =>
        Walk.Check(walk =>
        {
            var ids = walk.Decisions.Select(each => each.Decision.DecisionId).ToList();
            Assert.Equal(ids.Count, ids.Distinct().Count());
            Assert.All(ids, id => Assert.True(EntityId.IsValid(id, "dec")));
        });

    [Fact]
    public void Every_order_leads_back_to_its_decision() =>
        Walk.Check(walk =>
        {
            var made = walk.Decisions.ToDictionary(each => each.Decision.DecisionId, each => each.Decision);
            Assert.All(
                walk.Steps.SelectMany(step => step.Output.Orders),
                order =>
                {
                    var decision = made[order.DecisionId!];
                    Assert.Equal((decision.Action, decision.Symbol), (order.Action, order.Symbol));
                    Assert.Equal(DecisionOutcome.Act, decision.Outcome);
                }
            );
        });

    [Fact]
    public void A_decision_tells_the_size_that_was_reckoned_whether_it_is_traded_or_not() =>
        Walk.Check(walk =>
            Assert.All(
                walk.Decisions.Select(each => each.Decision).Where(each => each.Action == TradeAction.Buy),
                decision =>
                    Assert.Equal(
                        decision.SkipReason is null or SkipReason.InsufficientFunds or SkipReason.NotWorthItsFees,
                        decision.Quantity > 0
                    )
            )
        );

    [Fact]
    public void A_decision_says_what_the_engine_knew() =>
        Walk.Check(walk =>
            Assert.All(
                walk.Decisions,
                each =>
                {
                    var (step, decision) = each;
                    Assert.Equal(step.ActivePool, decision.ActivePool);
                    Assert.Equal(step.Output.Book.ReservePool, decision.ReservePool);
                    Assert.Equal((step.At, step.Tier), (decision.MarketTime, decision.RiskTier));
                    Assert.True(decision.BarEnd <= step.At && decision.PortfolioHeat >= 0);
                    Assert.Contains(decision.Symbol, decision.Reasoning, StringComparison.Ordinal);
                    Assert.EndsWith(".", decision.Reasoning, StringComparison.Ordinal);
                    Assert.InRange(decision.Confidence, 0, 1);
                }
            )
        );
}
