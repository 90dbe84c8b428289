using AgentTrader.Core.Trading;
using AgentTrader.Core.Trading.Risk;
using FsCheck.Fluent;

namespace AgentTrader.Core.Tests.Trading.Requirements;

/// <summary>Document 5, requirement 6: circuit breakers, over generated markets and books.</summary>
public class R06CircuitBreakerTests
{
    [Fact]
    public void Nothing_is_ordered_while_a_breaker_is_open() =>
        Walk.Check(walk =>
            Assert.All(
                walk.Steps.Where(step => step.Input.Book.Engine.Breakers.Any(breaker => breaker.Until > step.At)),
                step => Assert.Empty(step.Output.Orders)
            )
        );

    [Fact]
    public void Nothing_is_entered_in_the_step_that_opens_one() =>
        Walk.Check(walk => Assert.All(walk.Steps.Where(step => step.IsHalted), step => Assert.Empty(step.Purchases)));

    [Fact]
    public void A_loss_of_5_percent_in_a_day_opens_one() =>
        Walk.Check(walk =>
            Assert.All(
                walk.Steps.Where(step => step.Value < step.Output.Book.Engine.DayStartValue * 0.95m),
                step =>
                    Assert.Contains(
                        step.Output.Book.Engine.Breakers,
                        breaker => breaker.Kind == CircuitBreakerKind.DailyLoss
                    )
            )
        );

    [Fact]
    public void A_breaker_closes_by_itself_when_its_time_is_over() =>
        Walk.Check(walk =>
            Assert.All(
                walk.Steps,
                step =>
                    Assert.All(
                        step.Output.Book.Engine.Breakers,
                        breaker => Assert.True(breaker.Until > step.At && breaker.Actual > breaker.Threshold)
                    )
            )
        );

    [Fact]
    public void A_position_that_lost_15_percent_is_closed_and_banned_for_two_days() =>
        Walk.Check(walk =>
        {
            foreach (var step in walk.Steps.Where(step => !step.IsHalted))
            {
                foreach (var (position, value) in step.Holdings)
                {
                    var isTriggered = step.Input.Book.StopOf(position.Symbol)?.TriggeredAt is not null;
                    if (value < position.Cost * 0.85m && !isTriggered)
                    {
                        Assert.Contains(step.Sales, order => order.Symbol == position.Symbol);
                        var ban = step.Output.Book.Engine.Bans.Single(each => each.Symbol == position.Symbol);
                        Assert.Equal(step.At.AddHours(48), ban.Until);
                    }
                }
            }

            Assert.All(
                walk.Entries,
                each =>
                    Assert.DoesNotContain(
                        each.Step.Input.Book.Engine.Bans,
                        ban => ban.Symbol == each.Decision.Symbol && ban.Until > each.Step.At
                    )
            );
        });

    [Fact]
    public void Each_that_trips_is_told_with_its_kind_limit_figure_and_end() =>
        Walk.Check(walk =>
        {
            var told = walk.Steps.SelectMany(step => step.Output.Events, (step, told) => (Step: step, Told: told));
            foreach (var (step, tripped) in told)
            {
                Assert.Equal(tripped.Kind == EngineEventKind.BreakerTripped, tripped.Breaker is not null);
                if (tripped.Breaker is { } breaker)
                {
                    Assert.True(breaker.Actual > breaker.Threshold && breaker.Until > breaker.At);
                    Assert.Equal(step.At, breaker.At);
                    Assert.Equal(
                        breaker.Kind != CircuitBreakerKind.PositionLoss,
                        step.Output.Book.Engine.Breakers.Contains(breaker)
                    );
                }
            }

            Assert.Equal(
                walk.Decisions.Count(each => each.Decision.Trigger == DecisionTrigger.CircuitBreaker),
                told.Count(each => each.Told.Breaker?.Kind == CircuitBreakerKind.PositionLoss)
            );
        });
}
