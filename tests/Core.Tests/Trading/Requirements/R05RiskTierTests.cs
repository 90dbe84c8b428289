using AgentTrader.Core.Trading;
using AgentTrader.Core.Trading.Risk;
using FsCheck;
using FsCheck.Fluent;

namespace AgentTrader.Core.Tests.Trading.Requirements;

/// <summary>Document 5, requirement 5: the risk tier, over generated markets and books.</summary>
public class R05RiskTierTests
{
    [Fact]
    public void A_tier_moves_by_one_step_and_only_at_a_sessions_close_or_in_an_emergency() =>
        Walk.Check(walk =>
        {
            foreach (var step in walk.Steps.Concat(walk.Closes).Where(step => step.Input.Book.Engine.Tier is not null))
            {
                var (before, after) = (step.Input.Book.Engine.Tier!.Value, step.Output.Book.Engine.Tier!.Value);
                var isClose = step.At == step.Session.Close;
                var isEmergency = step.Value < step.Input.Book.Budget * 0.60m;
                Assert.True(before == after || isEmergency || (isClose && Math.Abs(before - after) == 1));
            }
        });

    [Fact]
    public void It_is_judged_once_at_the_close_of_every_session_that_was_traded() =>
        Walk.Check(walk =>
        {
            var traded = walk.Steps.Select(step => step.Session.Index).Distinct();
            Assert.Equal(traded, walk.Closes.Select(step => step.Session.Index));
            Assert.All(walk.Closes, step => Assert.Empty(step.Output.Orders.Concat<object>(step.Output.Decisions)));
        });

    [Fact]
    public void Losses_and_drawdowns_lower_it_and_only_success_with_a_reserve_raises_it() =>
        Prop.ForAll(
                Percents,
                Percents,
                Percents,
                (winRate, drawdown, reserve) =>
                {
                    foreach (var tier in Enum.GetValues<RiskTier>())
                    {
                        var metrics = new RiskTierMetrics(winRate, null, drawdown, reserve);
                        var next = RiskTierController.Next(tier, metrics, EngineConfig.Default).Tier;
                        var isBad = winRate < 0.40 || drawdown > 0.15;
                        var isGood = drawdown < 0.05 && (reserve > 0.30 || (winRate > 0.55 && reserve > 0.20));
                        var expected =
                            isBad ? tier - 1
                            : isGood ? tier + 1
                            : tier;
                        Assert.Equal((RiskTier)Math.Clamp((int)expected, 0, 2), next);
                    }
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void An_operators_tier_is_the_one_that_counts() =>
        Walk.Check(walk =>
            Assert.All(
                walk.Decisions.Where(each => each.Step.Input.Config.ManualTier is not null),
                each => Assert.Equal(each.Step.Input.Config.ManualTier, each.Decision.RiskTier)
            )
        );

    private static Arbitrary<double> Percents { get; } = Gen.Choose(0, 100).Select(each => each / 100.0).ToArbitrary();
}
