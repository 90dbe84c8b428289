using AgentTrader.Core.Trading;
using static AgentTrader.Core.Tests.Trading.EngineScene;
using static AgentTrader.Core.Tests.Trading.Trades;

namespace AgentTrader.Core.Tests.Trading;

/// <summary>Document 5, requirement 8: how many positions there are, and how large they stay.</summary>
public class EngineLimitTests
{
    [Fact]
    public void Keeps_ten_positions_at_most_but_makes_place_for_a_much_better_one()
    {
        var (book, views) = Ten();
        var similar = Decide(book, [.. views, Rising("Z", 0.9)]);
        Assert.Equal(SkipReason.PositionLimit, Assert.Single(similar.Decisions).SkipReason);
        book = book.SetStop(book.StopOf("S3")! with { Confidence = 0.6 });
        var output = Decide(book, [.. views, Rising("Z", 0.9)]);
        Assert.Equal(
            [DecisionTrigger.Replacement, DecisionTrigger.Signal],
            output.Decisions.Select(each => each.Trigger)
        );
        Assert.Equal("S3", Assert.Single(output.Orders).Symbol);
        Assert.Empty(Decide(output.Book, [.. views, Rising("Z", 0.9)]).Orders);
    }

    [Fact]
    public void What_is_being_bought_counts_as_open_until_its_order_has_come_to_something()
    {
        var views = Enumerable.Range(10, 14).Select(i => Rising($"S{i}")).ToArray();
        var input = Input(Fresh, Now, views) with
        {
            Config = new() { AbsoluteCapPct = 0.02, Tranches = 1 },
        };
        var first = Engine.Decide(input);
        Assert.Equal(10, first.Orders.Length);
        var soon = input with { Book = first.Book, MarketTime = Now.AddMinutes(1) };
        Assert.Empty(Engine.Decide(soon).Orders);
        // Of one that was filled and sold again, and of those that came to nothing, the places are free.
        var late = input with
        {
            Book = first.Book,
            MarketTime = Now.AddMinutes(16),
        };
        Assert.NotEmpty(Engine.Decide(late).Orders);
    }

    [Fact]
    public void Once_a_week_positions_and_sectors_are_trimmed_to_their_limits()
    {
        // 2026-01-05 is a Monday.
        var book = Buy(Open(10_000m), "1", "XOM", 20, 109m);
        var view = Rising("XOM");
        var output = Decide(book, view);
        var decision = Assert.Single(output.Decisions);
        Assert.Equal((DecisionTrigger.Rebalance, TradeAction.Sell), (decision.Trigger, decision.Action));
        var kept = 20 - decision.Quantity;
        Assert.InRange(view.Bid * kept, 0, decision.ActivePool * 0.10m);
        Assert.True(view.Bid * (kept + 1) > decision.ActivePool * 0.10m);
        Assert.Empty(Decide(output.Book, view).Orders);
        Assert.Empty(
            Decide(book, Replays.Balanced, ExchangeCalendarDay(1).Open.AddHours(1), view)
                .Decisions.Where(each => each.Trigger == DecisionTrigger.Rebalance)
        );
    }

    [Theory]
    [InlineData(ReviewInterval.Daily, 1, true)]
    [InlineData(ReviewInterval.Weekly, 1, false)]
    [InlineData(ReviewInterval.Weekly, 5, true)]
    [InlineData(ReviewInterval.Monthly, 5, false)]
    [InlineData(ReviewInterval.Monthly, 19, true)]
    public void Limits_are_restored_as_often_as_is_configured(ReviewInterval interval, int days, bool isTrimmed)
    {
        // From Monday 2026-01-05 one session on is a Tuesday, five are the next Monday, and nineteen are 2026-02-02, the first in February.
        var book = Buy(Open(10_000m), "1", "XOM", 20, 109m);
        var at = ExchangeCalendarDay(days).Open.AddHours(1);
        var output = Engine.Decide(
            Input(book, at, Rising("XOM") with { AsOf = at }) with
            {
                Config = new() { RebalanceInterval = interval },
            }
        );
        Assert.Equal(isTrimmed, output.Decisions.Any(each => each.Trigger == DecisionTrigger.Rebalance));
    }
}
