using AgentTrader.Core.Trading;
using AgentTrader.Core.Trading.Risk;
using FsCheck;
using FsCheck.Fluent;

namespace AgentTrader.Core.Tests.Trading.Requirements;

/// <summary>Document 5, requirement 2: how much is bought, over generated markets and books.</summary>
public class R02PositionSizingTests
{
    [Fact]
    public void An_entry_exceeds_neither_the_tiers_part_nor_the_absolute_cap() =>
        Walk.Check(walk =>
            Assert.All(
                walk.Entries,
                each =>
                {
                    var worth = each.Decision.Price * each.Decision.Quantity;
                    var largest = (decimal)RiskTierParameters.Of(each.Decision.RiskTier).MaxPositionPct;
                    Assert.True(worth <= (each.Decision.ActivePool * largest) + 0.01m);
                    Assert.True(worth <= (each.Step.Value * (decimal)each.Step.Input.Config.AbsoluteCapPct) + 0.01m);
                }
            )
        );

    [Fact]
    public void No_tranche_makes_a_position_larger_than_it_may_be() =>
        Walk.Check(walk =>
            Assert.All(
                walk.Steps,
                step =>
                    Assert.All(
                        step.Purchases,
                        order =>
                        {
                            var held = step
                                .Holdings.SingleOrDefault(each => each.Position.Symbol == order.Symbol)
                                .Value;
                            var after = held + (order.EstimatedPrice * order.Quantity);
                            Assert.True(after <= (step.ActivePool * (decimal)step.Parameters.MaxPositionPct) + 0.01m);
                        }
                    )
            )
        );

    [Fact]
    public void A_signal_below_the_tiers_confidence_is_never_acted_upon() =>
        Walk.Check(walk =>
            Assert.All(
                walk.Entries,
                each =>
                    Assert.True(each.Decision.Confidence >= RiskTierParameters.Of(each.Decision.RiskTier).MinConfidence)
            )
        );

    [Fact]
    public void Orders_are_of_whole_shares_that_the_cash_pays_for() =>
        Walk.Check(walk =>
            Assert.All(
                walk.Steps,
                step =>
                {
                    var cost = step.Purchases.Sum(order => (order.EstimatedPrice * order.Quantity) + Fees.Flat);
                    Assert.True(cost <= step.Output.Book.AvailableCash);
                    Assert.All(step.Purchases, order => Assert.InRange(order.Quantity, 1, Order.MaxQuantity));
                }
            )
        );

    [Fact]
    public void More_confidence_never_buys_less() =>
        Prop.ForAll(
                Gen.Choose(55, 100).ToArbitrary(),
                Gen.Choose(0, 45).ToArbitrary(),
                (percent, more) =>
                {
                    var (low, high) = (percent / 100.0, Math.Min(1, (percent + more) / 100.0));
                    Assert.True(Bought(high) >= Bought(low));
                }
            )
            .QuickCheckThrowOnFailure();

    private static long Bought(double confidence) =>
        EngineScene.Decide(EngineScene.Fresh, EngineScene.Rising("AAPL", confidence)).Decisions.Single().Quantity;
}
