using AgentTrader.Core.Market;
using AgentTrader.Core.Trading;
using FsCheck.Fluent;

namespace AgentTrader.Core.Tests.Trading.Requirements;

/// <summary>Document 5, requirement 8: rebalancing, over generated markets and books.</summary>
public class R08RebalancingTests
{
    [Fact]
    public void Afterwards_positions_and_sectors_are_within_their_limits() =>
        Walk.Check(walk =>
        {
            foreach (var step in walk.Steps.Where(IsRebalancing))
            {
                var kept = step
                    .Holdings.Select(held => (held.Position.Symbol, Value: held.Value * Kept(step, held.Position)))
                    .ToList();
                Assert.All(
                    kept.Where(each => step.ViewOf(each.Symbol) is { Bid: > 0 }),
                    each =>
                        Assert.True(each.Value <= (step.ActivePool * (decimal)step.Parameters.MaxPositionPct) + 0.01m)
                );
                Assert.All(
                    kept.Where(each => step.ViewOf(each.Symbol) is { Bid: > 0 })
                        .GroupBy(each => Universe.SectorOf(each.Symbol)),
                    sector =>
                        Assert.True(
                            sector.Sum(each => each.Value)
                                <= (step.ActivePool * (decimal)step.Parameters.MaxSectorPct) + 0.01m
                        )
                );
            }
        });

    [Fact]
    public void It_comes_once_a_week_within_the_window_and_never_with_a_breaker_open() =>
        Walk.Check(walk =>
        {
            var days = walk
                .Decisions.Where(each => each.Decision.Trigger == DecisionTrigger.Rebalance)
                .Select(each => each.Step)
                .Distinct()
                .ToList();
            Assert.Equal(days.Count, days.Select(step => Week(step.Session.Date)).Distinct().Count());
            Assert.All(days, step => Assert.False(step.IsHalted));
            Assert.All(days, step => Assert.True(step.At >= step.Session.Open.AddMinutes(15)));
        });

    [Fact]
    public void No_more_positions_are_open_than_allowed_and_no_more_is_sold_than_held() =>
        Walk.Check(walk =>
            Assert.All(
                walk.Steps,
                step =>
                {
                    var entries = step.Output.Decisions.Count(each =>
                        each is { Outcome: DecisionOutcome.Act, Action: TradeAction.Buy }
                    );
                    Assert.True(
                        entries == 0 || step.Input.Book.Positions.Length + entries <= step.Input.Config.MaxOpenPositions
                    );
                    Assert.All(
                        step.Sales.GroupBy(order => order.Symbol),
                        sold =>
                            Assert.True(
                                sold.Sum(order => order.Quantity) <= step.Input.Book.PositionIn(sold.Key)!.Quantity
                            )
                    );
                }
            )
        );

    private static bool IsRebalancing(WalkStep step) =>
        step.Output.Book.Engine.RebalancedOn == step.Session.Date
        && step.Input.Book.Engine.RebalancedOn != step.Session.Date
        && step.Input.Book.Stops.All(stop => stop.TriggeredAt is null);

    private static decimal Kept(WalkStep step, Position position) =>
        1
        - (
            step.Sales.Where(order => order.Symbol == position.Symbol).Sum(order => (decimal)order.Quantity)
            / position.Quantity
        );

    private static int Week(DateOnly date) => date.DayNumber / 7;
}
