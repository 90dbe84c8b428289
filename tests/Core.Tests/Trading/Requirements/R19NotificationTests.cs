using AgentTrader.Core.Trading;
using AgentTrader.Core.Trading.Lots;
using FsCheck;
using FsCheck.Fluent;
using Scene = AgentTrader.Core.Tests.Trading.EngineScene;

namespace AgentTrader.Core.Tests.Trading.Requirements;

/// <summary>Document 5, requirement 19: what people are told, over generated markets and books.</summary>
public class R19NotificationTests
{
    [Fact]
    public void Each_breaker_that_opens_or_closes_is_told_once() =>
        Walk.Check(walk =>
            Assert.All(
                walk.Steps,
                step =>
                {
                    var (before, after) = (step.Input.Book.Engine.Breakers, step.Output.Book.Engine.Breakers);
                    var banned = step.Output.Decisions.Count(each => each.Trigger == DecisionTrigger.CircuitBreaker);
                    Assert.Equal(after.Except(before).Count() + banned, Told(step, EngineEventKind.BreakerTripped));
                    Assert.Equal(before.Except(after).Count(), Told(step, EngineEventKind.BreakerReset));
                }
            )
        );

    [Fact]
    public void A_change_of_tier_is_told_with_the_figures_behind_it() =>
        Walk.Check(walk =>
            Assert.All(
                walk.Steps.Concat(walk.Closes).SelectMany(step => step.Output.Events.Select(told => (step, told))),
                each =>
                {
                    Assert.Equal(each.told.Kind == EngineEventKind.TierChanged, each.told.TierChange is not null);
                    if (each.told.TierChange is { } change)
                    {
                        Assert.NotEqual(change.From, change.To);
                        Assert.InRange(change.Metrics.Drawdown, 0, 1);
                    }
                }
            )
        );

    [Fact]
    public void An_opened_reserve_pool_is_told() =>
        Walk.Check(walk =>
            Assert.All(
                walk.Steps,
                step => Assert.Equal(step.Output.Reserve.Length, Told(step, EngineEventKind.ReserveReleased))
            )
        );

    [Fact]
    public void A_sale_is_told_at_once_when_it_won_or_lost_more_than_its_part_of_the_active_pool() =>
        Prop.ForAll(
                Gen.Choose(-100, 100).ToArbitrary(),
                Gen.Choose(0, 20).ToArbitrary(),
                (result, percent) =>
                {
                    var lot = new ClosedLot("trd_1", "trd_2", "IBM", Scene.Now, Scene.Now, 1, 100m, 100m + result);
                    var told = new BookChange(Scene.Fresh, [lot]).LargeResult(1_000m, percent / 100m, Scene.Now);
                    Assert.Equal(Math.Abs(result) > percent * 10, told is not null);
                    Assert.Equal(told is null ? null : EngineEventKind.LargeResult, told?.Kind);
                    Assert.True(
                        told is null || told.Sentence.Contains(result < 0 ? "lost" : "won", StringComparison.Ordinal)
                    );
                    Assert.Null(new BookChange(Scene.Fresh, []).LargeResult(1_000m, 0, Scene.Now));
                }
            )
            .QuickCheckThrowOnFailure();

    private static int Told(WalkStep step, EngineEventKind kind) => step.Output.Events.Count(told => told.Kind == kind);
}
