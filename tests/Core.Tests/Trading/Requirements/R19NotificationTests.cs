using AgentTrader.Core.Trading;
using FsCheck.Fluent;

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
                walk.Steps.SelectMany(step => step.Output.Events.Select(told => (step, told))),
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

    private static int Told(WalkStep step, EngineEventKind kind) => step.Output.Events.Count(told => told.Kind == kind);
}
