using AgentTrader.Core.Market;
using AgentTrader.Core.Market.Signals;
using AgentTrader.Core.Trading;
using AgentTrader.Core.Trading.Backtesting;
using FsCheck.Fluent;

namespace AgentTrader.Core.Tests.Trading.Requirements;

/// <summary>Document 5, requirement 1: each signal is judged, acted upon once or let pass with a reason, over generated markets and books.</summary>
public class R01DecisionLoopTests
{
    [Fact]
    public void A_decision_acts_or_says_why_not() =>
        Walk.Check(walk =>
            Assert.All(
                walk.Decisions,
                each =>
                {
                    Assert.Equal(each.Decision.Outcome == DecisionOutcome.Skip, each.Decision.SkipReason is not null);
                    Assert.Equal(each.Decision.Outcome == DecisionOutcome.Act, each.Decision.TradeId is not null);
                    Assert.True(each.Decision.Quantity > (each.Decision.Outcome == DecisionOutcome.Act ? 0 : -1));
                }
            )
        );

    [Fact]
    public void A_recommendation_is_acted_upon_at_most_once_a_day() =>
        Walk.Check(walk =>
            Assert.All(
                walk.Decisions.Where(each =>
                        each.Decision is { RecommendationId: not null, Outcome: DecisionOutcome.Act }
                    )
                    .GroupBy(each => each.Decision.RecommendationId),
                acts =>
                    Assert.All(
                        acts.Zip(acts.Skip(1)),
                        pair => Assert.True(pair.Second.Step.At - pair.First.Step.At >= TimeSpan.FromHours(24))
                    )
            )
        );

    [Fact]
    public void Only_what_may_be_acted_upon_is_looked_at() =>
        Walk.Check(walk =>
            Assert.All(
                walk.Decisions.Where(each => each.Decision.RecommendationId is not null),
                each =>
                {
                    var view = each.Step.ViewOf(each.Decision.Symbol)!.Value;
                    Assert.True(view.Recommendation!.IsActionable && view.Recommendation.IsOpenAt(each.Step.At));
                }
            )
        );

    [Fact]
    public void Something_new_is_looked_for_once_in_each_polling_interval_and_what_is_held_is_seen_to_all_the_time()
    {
        var interval = TimeSpan.FromMinutes(20);
        var left = new HashSet<DateTimeOffset>();
        Walk.Check(
            Walk.Micro,
            walk =>
            {
                var looked = new List<DateTimeOffset>();
                Backtester.Run(
                    walk.Request with
                    {
                        Config = walk.Request.Config with { PollingInterval = interval },
                        Observe = (input, output) =>
                        {
                            if (output.Decisions.Any(IsNew))
                            {
                                looked.Add(input.MarketTime);
                            }

                            if (output.Decisions.Any(each => each.Trigger == DecisionTrigger.StopLoss))
                            {
                                left.Add(input.MarketTime);
                            }
                        },
                    }
                );
                var slots = looked.Select(at => (at - ExchangeCalendar.LastStarted(at).Open).Ticks % interval.Ticks);
                Assert.All(slots, sincePoll => Assert.Equal(0, sincePoll));
            }
        );
        Assert.Contains(left, at => (at - ExchangeCalendar.LastStarted(at).Open).Ticks % interval.Ticks != 0);

        static bool IsNew(Decision decision) =>
            decision.Trigger == DecisionTrigger.Recommendation
            || decision is { Trigger: DecisionTrigger.Signal, Action: TradeAction.Buy, Signal: not SignalKind.Micro };
    }

    [Fact]
    public void The_same_step_taken_again_buys_nothing_twice() =>
        Walk.Check(walk =>
        {
            foreach (var step in walk.Steps.Where(step => step.Purchases.Any()))
            {
                var again = Engine.Decide(step.Input with { Book = step.Output.Book });
                Assert.Empty(again.Orders.Select(Wish).Intersect(step.Output.Orders.Select(Wish)));
            }

            static (TradeAction, string) Wish(Order order) => (order.Action, order.Symbol);
        });
}
