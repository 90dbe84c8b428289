using AgentTrader.Core.Agents;
using AgentTrader.Core.Market.Signals;
using AgentTrader.Core.Trading;
using static AgentTrader.Core.Tests.Trading.EngineScene;
using static AgentTrader.Core.Tests.Trading.Trades;

namespace AgentTrader.Core.Tests.Trading;

public class EngineTests
{
    [Fact]
    public void Buys_an_uptrend_and_says_why()
    {
        var output = Decide(Fresh, Rising("AAPL"));
        var decision = Assert.Single(output.Decisions);
        var order = Assert.Single(output.Orders);
        Assert.Equal((DecisionOutcome.Act, 9L, 0.8), (decision.Outcome, decision.Quantity, decision.Confidence));
        Assert.Equal((decision.TradeId, decision.DecisionId), (order.TradeId, order.DecisionId));
        Assert.Equal(
            "Buy 9 AAPL at about 110.01: the 20-bar average (105.00) has been above the 50-bar average (103.50) since 2025-12-06 14:30 UTC, RSI is 60 and confidence 0.80. That is 9.9% of the active pool of 10,000.00. It is entered in 3 steps, 3 now.",
            decision.Reasoning
        );
        Assert.Equal(3, order.Quantity);
        Assert.True(EntityId.IsValid(decision.DecisionId, "dec") && EntityId.IsValid(decision.TradeId, "trd"));
    }

    [Fact]
    public void Decides_once_about_a_signal_that_lasts()
    {
        var first = Decide(Fresh, Rising("AAPL"));
        var again = Decide(first.Book, Rising("AAPL"));
        Assert.True(again.IsEmpty);
        Assert.Same(first.Book, again.Book);
        var next = Rising("AAPL", signal: new(SignalKind.Trend, true, 0.8, Since.AddDays(1)));
        Assert.Empty(Decide(first.Book, next).Orders);
        var unfilled = first.Book.Remember(first.Book.Engine with { Plans = [] });
        Assert.Empty(Decide(unfilled, next).Orders);
        Assert.Single(Decide(unfilled, Replays.Balanced, Now.AddMinutes(15), next).Orders);
    }

    [Fact]
    public void Buys_the_most_confident_first_until_the_cash_is_used_up()
    {
        var poor = Decide(Buy(Fresh, "1", "ZZZ", 79, 110m), Rising("ZZZ")).Book;
        var output = Decide(poor, Rising("AAPL", 0.6), Rising("JPM", 0.8), Rising("XOM", 0.58), Rising("ZZZ"));
        Assert.Equal(["JPM", "AAPL"], output.Orders.Select(order => order.Symbol));
        var unpaid = output.Decisions[^1];
        Assert.Equal((SkipReason.InsufficientFunds, "XOM"), (unpaid.SkipReason, unpaid.Symbol));
        // What the cash does not pay for is told too: as much as a confidence of 0.58 asks for.
        var part = unpaid.ActivePool * 0.08m * (decimal)(0.58 / 0.55);
        Assert.Equal(decimal.Floor(part / unpaid.Price), unpaid.Quantity);
    }

    [Fact]
    public void Asks_each_tier_for_its_confidence()
    {
        var careful = Replays.Balanced with { Strategy = Strategy.Conservative };
        var skipped = Assert.Single(Decide(Fresh, careful, Rising("AAPL", 0.74)).Decisions);
        Assert.Equal((DecisionOutcome.Skip, SkipReason.InsufficientConfidence), (skipped.Outcome, skipped.SkipReason));
        Assert.Null(skipped.TradeId);
        Assert.EndsWith("its confidence is below the 0.75 that the conservative tier asks for.", skipped.Reasoning);
        var bold = Replays.Balanced with { Strategy = Strategy.Aggressive };
        Assert.Single(Decide(Fresh, bold, Rising("AAPL", 0.41)).Orders);
    }

    [Fact]
    public void Says_once_why_it_lets_a_signal_pass_and_again_when_the_reason_changes()
    {
        var late = Replays.Balanced with { TradingHours = new TradingHours("15:00", "16:00") };
        var first = Decide(Fresh, late, Rising("AAPL"));
        Assert.Equal(SkipReason.OutsideTradingHours, Assert.Single(first.Decisions).SkipReason);
        Assert.True(Decide(first.Book, late, Rising("AAPL")).IsEmpty);
        var dear = Rising("AAPL");
        dear.Ask = 5_000m;
        Assert.Equal(SkipReason.PositionTooSmall, Assert.Single(Decide(first.Book, dear).Decisions).SkipReason);
        Assert.Single(Decide(first.Book, Rising("AAPL")).Orders);
    }

    [Fact]
    public void Does_not_enter_at_a_price_of_another_day()
    {
        var stale = Rising("AAPL");
        stale.AsOf = Day.Open.AddTicks(-1);
        Assert.Equal(SkipReason.NoPrice, Assert.Single(Decide(Fresh, stale).Decisions).SkipReason);
        var old = Rising("AAPL");
        old.Features.Last = old.Features.Last with { End = Day.Open.AddDays(-7) };
        Assert.Equal(SkipReason.NoPrice, Assert.Single(Decide(Fresh, old).Decisions).SkipReason);
    }

    [Theory]
    [InlineData(14, false)]
    [InlineData(15, true)]
    [InlineData(374, true)]
    [InlineData(375, false)]
    public void Enters_only_within_the_trading_window(int minute, bool enters)
    {
        var output = Decide(Fresh, Replays.Balanced, Day.Open.AddMinutes(minute), Rising("AAPL"));
        Assert.Equal(enters ? null : SkipReason.OutsideTradingWindow, Assert.Single(output.Decisions).SkipReason);
    }

    [Fact]
    public void Trades_only_what_it_is_asked_to()
    {
        var picky = Replays.Balanced with { AssetPreferences = ["MSFT"] };
        Assert.Equal(
            ["MSFT"],
            Decide(Fresh, picky, Rising("AAPL"), Rising("MSFT")).Orders.Select(order => order.Symbol)
        );
    }

    [Fact]
    public void Does_nothing_while_it_may_not()
    {
        Book[] idle = [Book.Open(10_000m), Fresh.Stop(), Fresh.Fail("x")];
        Assert.All(idle, book => Assert.True(Decide(book, Rising("AAPL")).IsEmpty));
        Assert.True(Decide(Fresh, Replays.Balanced, Day.Close, Rising("AAPL")).IsEmpty);
        Assert.True(
            Engine.Decide(Input(Fresh, Now, Rising("AAPL")) with { Config = new() { Enabled = false } }).IsEmpty
        );
        var unready = Rising("AAPL");
        unready.Features.SlowAverage = double.NaN;
        Assert.Empty(Decide(Fresh, unready).Decisions);
        Assert.Empty(Decide(Fresh, new SymbolView("AAPL", default, null)).Decisions);
    }

    [Fact]
    public void While_a_trade_waits_for_a_person_nothing_is_opened_and_stops_still_sell()
    {
        Assert.Empty(Decide(Fresh.AwaitApproval("trd_1"), Rising("AAPL")).Orders);
        var holding = Decide(Trades.Buy(Fresh, "1", "AAPL", 5, 110m), Rising("AAPL")).Book.AwaitApproval("trd_1");
        var fallen = Rising("AAPL");
        fallen.Bid = 100m;
        var order = Assert.Single(Decide(holding, fallen, Rising("MSFT")).Orders);
        Assert.Equal(("AAPL", TradeAction.Sell, true), (order.Symbol, order.Action, order.Protective));
        Assert.Null(holding.Check(order, 100m, 1m));
    }

    [Theory]
    [InlineData(TradeAction.Buy, false)]
    [InlineData(TradeAction.Sell, true)]
    public void What_a_person_said_no_to_is_left_alone_for_a_while(TradeAction action, bool enters)
    {
        var book = Fresh.Avoid(new Avoidance("AAPL", action, Now.AddHours(1)));
        Assert.Equal(enters, Decide(book, Rising("AAPL")).Orders.Length > 0);
        if (!enters)
        {
            var skipped = Assert.Single(Decide(book, Rising("AAPL")).Decisions);
            Assert.Equal(SkipReason.Rejected, skipped.SkipReason);
            Assert.Contains("a person said no", skipped.Reasoning);
        }

        Assert.NotEmpty(Decide(book, Rising("MSFT")).Orders);
        var later = Rising("AAPL");
        later.AsOf = Now.AddHours(1);
        Assert.NotEmpty(Decide(book, Replays.Balanced, Now.AddHours(1), later).Orders);
    }

    [Fact]
    public void A_yes_to_the_first_step_of_an_entry_is_one_to_all_unless_it_was_for_fewer_shares()
    {
        var first = Decide(Fresh, Rising("AAPL"));
        var order = Assert.Single(first.Orders);
        var planned = Assert.Single(first.Decisions).Quantity;
        Assert.Equal(planned, order.PlannedQuantity);
        Assert.InRange(order.Quantity, 1, planned - 1);
        var approved = order with { ApprovedBy = "usr_1" };
        var book = first.Book.Apply(approved, FillOf(approved)).Book;
        Assert.Equal("usr_1", Assert.Single(book.Engine.Plans).ApprovedBy);
        var next = Rising("AAPL");
        next.AsOf = Now.AddMinutes(15);
        var second = Assert.Single(Decide(book, Replays.Balanced, Now.AddMinutes(15), next).Orders);
        Assert.Equal("usr_1", second.ApprovedBy);

        var fewer = approved with { Quantity = 1, PlannedQuantity = 1 };
        Assert.Empty(first.Book.Apply(fewer, FillOf(fewer)).Book.Engine.Plans);

        static Fill FillOf(Order order) => new(order.TradeId, 110m, order.Quantity, 1m, Now, Now);
    }

    [Fact]
    public void Sells_when_the_signal_turns_but_leaves_a_person_what_they_bought_against_it()
    {
        var bought = Decide(Buy(Fresh, "1", "AAPL", 5, 110m), Rising("AAPL")).Book;
        // The test's fills are at 2026-01-02, before this turn.
        var falling = Rising("AAPL", signal: new(SignalKind.Trend, false, 0.7, Now.AddMinutes(-1)));
        var sold = Assert.Single(Decide(bought, falling).Orders);
        Assert.Equal((TradeAction.Sell, 5L), (sold.Action, sold.Quantity));
        Assert.Contains("has been below", sold.Reasoning);
        var longBefore = Rising("AAPL", signal: new(SignalKind.Trend, false, 0.7, At.AddDays(-1)));
        Assert.Empty(Decide(bought, longBefore).Orders);
    }

    [Fact]
    public void Outside_the_agents_hours_it_sells_to_protect_and_for_nothing_else()
    {
        var elsewhere = Replays.Balanced with { TradingHours = new TradingHours("15:00", "16:00") };
        var bought = Decide(Buy(Fresh, "1", "AAPL", 5, 110m), Rising("AAPL")).Book;
        var falling = Rising("AAPL", signal: new(SignalKind.Trend, false, 0.7, Now.AddMinutes(-1)));
        Assert.Empty(Decide(bought, elsewhere, falling).Orders);
        var fallen = falling with { Bid = 90m, Ask = 90.02m };
        Assert.Equal(5L, Assert.Single(Decide(bought, elsewhere, fallen).Orders).Quantity);
        var tooMuch = Buy(Book.Open(10_000m).Activate(), "1", "XOM", 20, 109m);
        Assert.Empty(Decide(tooMuch, elsewhere, Rising("XOM")).Orders);
    }

    [Fact]
    public void A_step_without_news_allocates_nothing()
    {
        var book = Decide(Buy(Fresh, "1", "AAPL", 5, 110m), Rising("AAPL"), Rising("MSFT"), Rising("XOM", 0.5)).Book;
        var input = Input(book, Now, Rising("AAPL"), Rising("MSFT"), Rising("XOM", 0.5));
        Assert.True(Engine.Decide(input).IsEmpty);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            Engine.Decide(input);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
