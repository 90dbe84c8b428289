using AgentTrader.Core.Market;
using AgentTrader.Core.Market.Signals;
using AgentTrader.Core.Trading;
using AgentTrader.Core.Trading.Signals;
using static AgentTrader.Core.Tests.Trading.EngineScene;

namespace AgentTrader.Core.Tests.Trading;

/// <summary>Document 5, requirement 11: entries in steps, each of which is judged again.</summary>
public class EngineTrancheTests
{
    [Fact]
    public void A_large_entry_is_made_in_three_steps_a_quarter_of_an_hour_apart()
    {
        var first = Decide(Fresh, Rising("AAPL"));
        Assert.Equal([3L], first.Orders.Select(order => order.Quantity));
        Assert.Empty(Decide(first.Book, Replays.Balanced, Now.AddMinutes(14), Rising("AAPL")).Orders);
        var second = Decide(first.Book, Replays.Balanced, Now.AddMinutes(15), Rising("AAPL"));
        var third = Decide(second.Book, Replays.Balanced, Now.AddMinutes(30), Rising("AAPL"));
        Order[] orders = [first.Orders[0], second.Orders[0], third.Orders[0]];
        Assert.Equal(9, orders.Sum(order => order.Quantity));
        Assert.Single(orders.Select(order => order.DecisionId).Distinct());
        Assert.Equal(3, orders.Select(order => order.TradeId).Distinct().Count());
        Assert.Empty(third.Book.Engine.Plans);
    }

    [Fact]
    public void Steps_to_come_are_cancelled_when_what_spoke_for_them_is_gone()
    {
        var book = Decide(Fresh, Rising("AAPL")).Book;
        var turned = Rising("AAPL", signal: new(SignalKind.Trend, false, 0.7, Now));
        var weak = Rising("AAPL", 0.5);
        var runaway = Rising("AAPL");
        runaway.Ask = 112.1m;
        foreach (var view in (SymbolView[])[turned, weak, runaway])
        {
            var output = Decide(book, Replays.Balanced, Now.AddMinutes(15), view);
            Assert.Empty(output.Orders);
            Assert.Empty(output.Book.Engine.Plans);
            Assert.Equal(EngineEventKind.EntryCancelled, Assert.Single(output.Events).Kind);
        }
    }

    [Fact]
    public void A_micro_trade_above_the_threshold_is_entered_in_steps_like_any_other()
    {
        var view = Rising("AAPL", signal: new(SignalKind.Trend, false, 0.7, Since));
        view.Features.Last = view.Features.Last with { Start = Now.AddMinutes(-5), End = Now };
        view.Features.Signals[(int)SignalKind.Micro] = new(SignalKind.Micro, true, 0.9, Now);
        var config = new EngineConfig { MicroEnabled = true };
        var first = Engine.Decide(Input(Fresh, Now, view) with { Config = config });
        // Three hundredths of 10,000 are two shares, and more than 30 dollars.
        Assert.Equal((1, 2), (Assert.Single(first.Orders).Quantity, first.Orders[0].PlannedQuantity));
        var second = Engine.Decide(Input(Filled(first), Now.AddMinutes(15), view) with { Config = config });
        Assert.Equal(1, Assert.Single(second.Orders).Quantity);
        Assert.Equal(1, second.Book.Engine.MicroTrades);
    }

    [Fact]
    public void A_recommendation_within_the_day_is_followed_in_steps_while_it_stands()
    {
        var advice = new Recommendation(
            "rec_1",
            "AAPL",
            RecommendationAction.Buy,
            0.9,
            RecommendationMode.PaperEligible,
            RecommendationHorizon.Intraday,
            "It is cheap",
            Now.AddMinutes(-1),
            Now.AddMinutes(20)
        );
        var view = Rising("AAPL", 0.1) with { Recommendation = advice };
        var config = new EngineConfig { MicroEnabled = true };
        var first = Engine.Decide(Input(Fresh, Now, view) with { Config = config });
        Assert.True(Assert.Single(first.Book.Engine.Plans).IsRecommended);
        var second = Engine.Decide(Input(Filled(first), Now.AddMinutes(15), view) with { Config = config });
        Assert.Contains("a recommendation of", Assert.Single(second.Orders).Reasoning);
        var late = Engine.Decide(Input(Filled(first), Now.AddMinutes(20), view) with { Config = config });
        Assert.Empty(late.Orders);
        Assert.Contains(late.Events, each => each.Kind == EngineEventKind.EntryCancelled);
    }

    [Fact]
    public void A_step_buys_no_more_than_the_largest_position_leaves_room_for()
    {
        var (book, plan) = TwoStepsBought();
        Assert.Equal(3, plan.Quantity);
        var dearer = Rising("AAPL") with { Bid = 111.49m, Ask = 111.51m };
        var output = Decide(book, Replays.Balanced, Now.AddMinutes(30), dearer);
        // A tenth of the pool is about 1,000, of which six shares take 669.
        Assert.Equal(2, Assert.Single(output.Orders).Quantity);
        Assert.Empty(output.Book.Engine.Plans);
    }

    [Fact]
    public void What_makes_the_largest_position_smaller_ends_an_entry()
    {
        var (book, _) = TwoStepsBought();
        // Six shares are more than half of a tenth, which is all that there may be near earnings.
        var near = Input(book, Now.AddMinutes(30), Rising("AAPL")) with
        {
            Earnings = new EarningsCalendar([("AAPL", ExchangeCalendarDay(3).Date)]),
        };
        var capped = Input(book, Now.AddMinutes(30), Rising("AAPL")) with { Config = new() { AbsoluteCapPct = 0.06 } };
        foreach (var input in (EngineInput[])[near, capped])
        {
            var output = Engine.Decide(input);
            Assert.Empty(output.Orders);
            Assert.Empty(output.Book.Engine.Plans);
            var told = Assert.Single(output.Events, each => each.Kind == EngineEventKind.EntryCancelled);
            Assert.EndsWith("the position is as large as it may be.", told.Sentence);
        }
    }

    [Fact]
    public void A_sector_that_others_have_filled_meanwhile_ends_an_entry()
    {
        var (book, _) = TwoStepsBought();
        book = Trades.Buy(Trades.Buy(book, "4", "IBM", 13, 110m), "5", "MSFT", 13, 110m);
        var plan = book.Engine;
        SymbolView[] views = [Rising("AAPL"), Rising("IBM"), Rising("MSFT")];
        book = Decide(book.Remember(plan with { Plans = [] }), Replays.Balanced, Now.AddMinutes(29), views).Book;
        book = book.Remember(book.Engine with { Plans = plan.Plans });
        var output = Decide(book, Replays.Balanced, Now.AddMinutes(30), views);
        Assert.DoesNotContain(output.Orders, order => order.Symbol == "AAPL" && order.Action == TradeAction.Buy);
        Assert.Contains(output.Events, each => each.Kind == EngineEventKind.EntryCancelled);
    }

    [Fact]
    public void What_a_person_said_no_to_is_not_bought_on_in_steps()
    {
        var (book, _) = TwoStepsBought();
        book = book.Avoid(new Avoidance("AAPL", TradeAction.Buy, Now.AddHours(1)));
        var output = Decide(book, Replays.Balanced, Now.AddMinutes(30), Rising("AAPL"));
        Assert.Empty(output.Orders);
        Assert.Empty(output.Book.Engine.Plans);
    }

    /// <summary>An entry of nine shares in three steps, of which the first two are filled.</summary>
    private static (Book Book, EntryPlan Plan) TwoStepsBought()
    {
        var first = Decide(Fresh, Rising("AAPL"));
        var second = Decide(Filled(first), Replays.Balanced, Now.AddMinutes(15), Rising("AAPL"));
        var book = Filled(second);
        return (book, Assert.Single(book.Engine.Plans));
    }

    private static Book Filled(EngineOutput output)
    {
        var order = Assert.Single(output.Orders);
        return output.Book.Apply(order, new Fill(order.TradeId, 110.01m, order.Quantity, 1m, Now, Now)).Book;
    }
}
