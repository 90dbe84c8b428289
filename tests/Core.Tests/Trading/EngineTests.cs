using AgentTrader.Core.Agents;
using AgentTrader.Core.Market;
using AgentTrader.Core.Trading;
using static AgentTrader.Core.Tests.Trading.Trades;

namespace AgentTrader.Core.Tests.Trading;

public class EngineTests
{
    private static readonly Session Day = ExchangeCalendar.SessionOnOrAfter(new DateOnly(2026, 1, 5));
    private static readonly DateTimeOffset Now = Day.Open.AddHours(1);
    private static readonly DateTimeOffset Since = Day.Open.AddDays(-30);
    private static readonly Book Book = Core.Trading.Book.Open(10_000m).Activate();

    [Fact]
    public void Buys_an_uptrend_and_says_why()
    {
        var output = Decide(Book, Rising("AAPL"));
        var decision = Assert.Single(output.Decisions);
        var order = Assert.Single(output.Orders);
        Assert.Equal(
            (DecisionOutcome.Act, 9L, 0.8875),
            (decision.Outcome, decision.Quantity, Math.Round(decision.Confidence, 4))
        );
        Assert.Equal((decision.TradeId, decision.DecisionId, 9L), (order.TradeId, order.DecisionId, order.Quantity));
        Assert.Equal(
            "Buy 9 AAPL at about 110.01: the 20-bar average (105.00) has been above the 50-bar average (103.50) since 2025-12-06 14:30 UTC, RSI is 60 and confidence 0.89. That is 9.9% of the active pool of 10,000.00.",
            decision.Reasoning
        );
        Assert.True(EntityId.IsValid(decision.DecisionId, "dec") && EntityId.IsValid(decision.TradeId, "trd"));
    }

    [Fact]
    public void Decides_once_about_a_signal_that_lasts()
    {
        var first = Decide(Book, Rising("AAPL"));
        var again = Decide(first.Book, Rising("AAPL"));
        Assert.True(again.IsEmpty);
        Assert.Same(first.Book, again.Book);
        var next = Rising("AAPL") with { Features = Up with { TrendSince = Since.AddDays(1) } };
        Assert.Single(Decide(first.Book, next).Orders);
    }

    [Fact]
    public void Buys_the_most_confident_first_until_the_cash_is_used_up()
    {
        var poor = Core.Trading.Book.Open(10_000m).Activate();
        poor = Buy(poor, "1", "ZZZ", 1, 8_000m);
        var output = Decide(
            poor,
            Rising("AAA") with
            {
                Features = Up with { Rsi = 52 },
            },
            Rising("BBB"),
            Rising("CCC") with
            {
                Features = Up with { Rsi = 51 },
            }
        );
        Assert.Equal(["BBB", "AAA"], output.Orders.Select(order => order.Symbol));
        Assert.Equal(
            (SkipReason.InsufficientFunds, "CCC"),
            (output.Decisions[^1].SkipReason, output.Decisions[^1].Symbol)
        );
    }

    [Fact]
    public void Asks_each_tier_for_its_confidence()
    {
        var weak = Rising("AAPL") with { Features = Up with { Rsi = 45, FastAverage = 103.6 } };
        var careful = DailyDriver.Balanced with { Strategy = Strategy.Conservative };
        var skipped = Assert.Single(Decide(Book, careful, weak).Decisions);
        Assert.Equal((DecisionOutcome.Skip, SkipReason.InsufficientConfidence), (skipped.Outcome, skipped.SkipReason));
        Assert.Null(skipped.TradeId);
        Assert.Contains("below the 0.75 that the conservative tier asks for", skipped.Reasoning);
        var bold = DailyDriver.Balanced with { Strategy = Strategy.Aggressive };
        Assert.Single(Decide(Book, bold, weak).Orders);
    }

    [Fact]
    public void Says_once_why_it_lets_a_signal_pass_and_again_when_the_reason_changes()
    {
        var late = DailyDriver.Balanced with { TradingHours = new TradingHours("15:00", "16:00") };
        var first = Decide(Book, late, Rising("AAPL"));
        Assert.Equal(SkipReason.OutsideTradingHours, Assert.Single(first.Decisions).SkipReason);
        Assert.True(Decide(first.Book, late, Rising("AAPL")).IsEmpty);
        var dear = Rising("AAPL") with { Ask = 5_000m };
        Assert.Equal(SkipReason.PositionTooSmall, Assert.Single(Decide(first.Book, dear).Decisions).SkipReason);
        Assert.Single(Decide(first.Book, Rising("AAPL")).Orders);
    }

    [Fact]
    public void Does_not_enter_at_a_price_of_another_day()
    {
        var stale = Rising("AAPL") with { AsOf = Day.Open.AddTicks(-1) };
        Assert.Equal(SkipReason.NoPrice, Assert.Single(Decide(Book, stale).Decisions).SkipReason);
        var old = Rising("AAPL") with { Features = Up with { Last = Up.Last with { End = Day.Open.AddDays(-7) } } };
        Assert.Equal(SkipReason.NoPrice, Assert.Single(Decide(Book, old).Decisions).SkipReason);
    }

    [Fact]
    public void Keeps_ten_positions_open_at_most()
    {
        var book = Book;
        for (var i = 0; i < Engine.MaxOpenPositions; i++)
        {
            book = Buy(book, $"{i}", $"S{i}", 1, 10m);
        }

        Assert.Equal(SkipReason.PositionLimit, Assert.Single(Decide(book, Rising("AAPL")).Decisions).SkipReason);
    }

    [Fact]
    public void Trades_only_what_it_is_asked_to()
    {
        var picky = DailyDriver.Balanced with { AssetPreferences = ["MSFT"] };
        Assert.Equal(
            ["MSFT"],
            Decide(Book, picky, Rising("AAPL"), Rising("MSFT")).Orders.Select(order => order.Symbol)
        );
    }

    [Fact]
    public void Does_nothing_while_it_may_not()
    {
        Book[] idle = [Core.Trading.Book.Open(10_000m), Book.Stop(), Book.Fail("x"), Book.AwaitApproval("trd_1")];
        Assert.All(idle, book => Assert.True(Decide(book, Rising("AAPL")).IsEmpty));
        var closed = new EngineInput(
            "agt",
            DailyDriver.Balanced,
            Book,
            (SymbolView[])[Rising("AAPL")],
            Day.Close,
            Day.Close
        );
        Assert.True(Engine.Decide(closed).IsEmpty);
        var unready = Rising("AAPL") with { Features = Up with { SlowAverage = double.NaN } };
        Assert.True(Decide(Book, unready).IsEmpty);
    }

    [Fact]
    public void Protects_a_position_with_levels_of_its_tier()
    {
        var output = Decide(Buy(Book, "1", "AAPL", 5, 110m), Rising("AAPL"));
        var stop = Assert.Single(output.StopAdjustments);
        Assert.Equal((110m, 106m, 116m), (stop.EntryPrice, stop.StopLoss, stop.TakeProfit));
        Assert.Equal(stop, output.Book.StopOf("AAPL"));
        Assert.True(Decide(output.Book, Rising("AAPL")).IsEmpty);
    }

    [Theory]
    [InlineData(106.0, DecisionTrigger.StopLoss, "fell to the stop at 106.00")]
    [InlineData(90.0, DecisionTrigger.StopLoss, "fell to the stop at 106.00")]
    [InlineData(116.0, DecisionTrigger.TakeProfit, "rose to the target at 116.00")]
    public void Sells_when_a_level_is_crossed_and_again_only_if_that_comes_to_nothing(
        double bid,
        DecisionTrigger trigger,
        string why
    )
    {
        var book = Decide(Buy(Book, "1", "AAPL", 5, 110m), Rising("AAPL")).Book;
        var view = Rising("AAPL") with { Bid = (decimal)bid };
        var output = Decide(book, view);
        var decision = Assert.Single(output.Decisions);
        Assert.Equal((TradeAction.Sell, 5L, trigger), (decision.Action, decision.Quantity, decision.Trigger));
        Assert.Contains(why, decision.Reasoning);
        Assert.Empty(Decide(output.Book, view).Orders);
        var later = Decide(output.Book, DailyDriver.Balanced, Now.AddMinutes(15), view);
        Assert.NotEqual(decision.TradeId, Assert.Single(later.Orders).TradeId);
    }

    [Fact]
    public void Sells_when_the_trend_turns_but_leaves_a_person_what_they_bought_in_a_downtrend()
    {
        var falling = Rising("AAPL") with { Features = Up with { FastAverage = 102, TrendSince = Now.AddMinutes(-1) } };
        var bought = Decide(Buy(Book, "1", "AAPL", 5, 110m), Rising("AAPL")).Book;
        // The test's fills are at 2026-01-02, before this turn.
        var sold = Assert.Single(Decide(bought, falling).Orders);
        Assert.Equal((TradeAction.Sell, 5L), (sold.Action, sold.Quantity));
        Assert.Contains("has been below", sold.Reasoning);
        var longBefore = falling with { Features = falling.Features with { TrendSince = At.AddDays(-1) } };
        Assert.Empty(Decide(bought, longBefore).Orders);
    }

    [Fact]
    public void Reckons_the_heat_of_its_stops()
    {
        var book = Decide(Buy(Book, "1", "AAPL", 5, 110m), Rising("AAPL")).Book;
        var decision = Assert.Single(Decide(book, Rising("AAPL"), Rising("MSFT")).Decisions);
        Assert.Equal(Math.Round(109.99m * 5 * 4 / 110, 2), decision.PortfolioHeat);
    }

    [Fact]
    public void A_step_without_news_allocates_nothing()
    {
        var book = Decide(Buy(Book, "1", "AAPL", 5, 110m), Rising("AAPL"), Rising("MSFT")).Book;
        SymbolView[] views = [Rising("AAPL"), Rising("MSFT")];
        var input = new EngineInput("agt_1", DailyDriver.Balanced, book, views, Now, Now);
        Engine.Decide(input);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            Engine.Decide(input);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static SymbolFeatures Up =>
        new()
        {
            Last = new Bar(Now.AddMinutes(-1), Now, 110, 111, 109, 110, 1_000),
            FastAverage = 105,
            SlowAverage = 103.5,
            TrendSince = Since,
            Rsi = 60,
            Atr = 2,
        };

    private static SymbolView Rising(string symbol) => new(symbol, Up, 109.99m, 110.01m, Now);

    private static EngineOutput Decide(Book book, params SymbolView[] views) =>
        Decide(book, DailyDriver.Balanced, views);

    private static EngineOutput Decide(Book book, AgentSettings settings, params SymbolView[] views) =>
        Decide(book, settings, Now, views);

    private static EngineOutput Decide(
        Book book,
        AgentSettings settings,
        DateTimeOffset at,
        params SymbolView[] views
    ) => Engine.Decide(new EngineInput("agt_1", settings, book, views, at, at));
}
