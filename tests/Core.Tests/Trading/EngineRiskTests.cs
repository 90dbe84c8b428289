using AgentTrader.Core.Agents;
using AgentTrader.Core.Market;
using AgentTrader.Core.Market.Signals;
using AgentTrader.Core.Trading;
using static AgentTrader.Core.Tests.Trading.EngineScene;
using static AgentTrader.Core.Tests.Trading.Trades;

namespace AgentTrader.Core.Tests.Trading;

/// <summary>Document 5, requirements 2, 3, 5, 6, 7.5, 8, 9 and 10: what limits the engine.</summary>
public class EngineRiskTests
{
    [Theory]
    [InlineData(Strategy.Conservative, 0.8, 5, 0.0427)]
    [InlineData(Strategy.Conservative, 1.0, 10, 0.05)]
    [InlineData(Strategy.Balanced, 0.6, 5, 0.0873)]
    [InlineData(Strategy.Balanced, 0.9, 5, 0.10)]
    [InlineData(Strategy.Balanced, 0.6, 1, 0.0524)]
    [InlineData(Strategy.Aggressive, 0.4, 1, 0.072)]
    public void Size_grows_with_confidence_tier_and_tolerance_up_to_the_largest_position(
        Strategy strategy,
        double confidence,
        int tolerance,
        double pct
    )
    {
        var settings = Replays.Balanced with { Strategy = strategy, RiskTolerance = tolerance };
        var output = Decide(Diversified, settings, Cheap("JPM", confidence));
        var decision = Assert.Single(output.Decisions);
        Assert.Equal(pct, (double)(decision.Price * decision.Quantity / decision.ActivePool), 0.0002);
    }

    [Fact]
    public void A_position_has_an_absolute_cap_beside_the_tiers()
    {
        var input = Input(Diversified, Now, Cheap("JPM", 0.9)) with { Config = new() { AbsoluteCapPct = 0.02 } };
        var decision = Assert.Single(Engine.Decide(input).Decisions);
        Assert.Equal(0.02, (double)(decision.Price * decision.Quantity / decision.ActivePool), 0.0002);
    }

    [Fact]
    public void A_first_position_in_a_sector_gets_a_bonus_while_few_sectors_are_held()
    {
        var bonus = Assert.Single(Decide(Fresh, Cheap("JPM", 0.55)).Decisions);
        var plain = Assert.Single(Decide(Diversified, Cheap("JPM", 0.55)).Decisions);
        Assert.Equal(0.096, Part(bonus), 0.0002);
        Assert.Equal(0.08, Part(plain), 0.0002);

        static double Part(Decision decision) => (double)(decision.Price * decision.Quantity / decision.ActivePool);
    }

    [Theory]
    [InlineData(0.4, false)]
    [InlineData(0.7, false)]
    [InlineData(0.78, false)]
    [InlineData(0.85, true)]
    public void What_moves_like_the_portfolio_is_bought_less_or_not_at_all(double target, bool isRejected)
    {
        var matrix = Correlated(target, out var exact);
        var book = Decide(Buy(Fresh, "1", "AAPL", 10, 110m), Rising("AAPL")).Book;
        var input = Input(book, Now, Rising("AAPL"), Cheap("JPM", 0.55)) with
        {
            Correlations = matrix,
            Config = new()
            {
                DiversificationSectors = 0,
                GradualEntryAmount = 1_000_000m,
                GradualEntryPct = 1m,
            },
        };
        var decision = Assert.Single(Engine.Decide(input).Decisions);
        Assert.Equal(exact, decision.Correlation!.Value, 1e-9);
        Assert.Equal(isRejected ? SkipReason.Correlation : null, decision.SkipReason);
        var shrunk = exact > 0.5 ? 0.08 * (0.8 - exact) / 0.3 : 0.08;
        var expected =
            isRejected ? 0
            : exact > 0.7 ? shrunk / 2
            : shrunk;
        Assert.Equal(expected, (double)(decision.Price * decision.Quantity / decision.ActivePool), 0.0002);
    }

    [Fact]
    public void A_sector_has_a_limit()
    {
        var book = Buy(Buy(Fresh, "1", "AAPL", 13, 110m), "2", "IBM", 13, 110m);
        book = Decide(book, Rising("AAPL"), Rising("IBM")).Book;
        var room = Assert.Single(Decide(book, Rising("AAPL"), Rising("IBM"), Cheap("MSFT")).Decisions);
        Assert.Equal(0.30 - 0.286, (double)(room.Price * room.Quantity / room.ActivePool), 0.0005);
        Assert.Equal(0.286, room.SectorExposure!.Value, 0.001);
        var full = Decide(
            Buy(book, "3", "MSFT", 2, 110m),
            Rising("AAPL"),
            Rising("IBM"),
            Rising("MSFT"),
            Cheap("NVDA")
        );
        Assert.Equal(SkipReason.SectorLimit, full.Decisions.Single(each => each.Symbol == "NVDA").SkipReason);
    }

    [Theory]
    [InlineData(0, SkipReason.EarningsBlackout)]
    [InlineData(1, SkipReason.EarningsBlackout)]
    [InlineData(2, null)]
    [InlineData(3, null)]
    [InlineData(4, null)]
    [InlineData(-1, null)]
    [InlineData(-2, null)]
    public void Near_earnings_positions_are_halved_and_on_their_eve_not_entered(int days, SkipReason? reason)
    {
        var input = Input(Diversified, Now, Cheap("JPM", 0.9)) with
        {
            Earnings = new EarningsCalendar([("JPM", ExchangeCalendarDay(days).Date)]),
        };
        var decision = Assert.Single(Engine.Decide(input).Decisions);
        Assert.Equal(reason, decision.SkipReason);
        var isNear = days is >= -1 and <= 3;
        Assert.Equal(isNear, decision.EarningsNear);
        var expected =
            reason is not null ? 0
            : isNear ? 0.05
            : 0.10;
        Assert.Equal(expected, (double)(decision.Price * decision.Quantity / decision.ActivePool), 0.0002);
    }

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
    public void Enters_nothing_with_too_small_a_pool_or_while_most_positions_fall()
    {
        var tiny = Decide(Book.Open(99m).Activate(), Rising("AAPL"));
        Assert.Equal(SkipReason.ActivePoolTooSmall, Assert.Single(tiny.Decisions).SkipReason);
        var book = Buy(Buy(Fresh, "1", "KO", 2, 113m), "2", "XOM", 2, 113m);
        SymbolView[] views = [Rising("AAPL"), Rising("KO"), Rising("XOM")];
        var falling = Decide(Decide(book, views[1..]).Book, views);
        Assert.Equal(SkipReason.BroadDecline, falling.Decisions.Single(each => each.Symbol == "AAPL").SkipReason);
    }

    [Fact]
    public void One_position_that_falls_is_no_decline_of_many()
    {
        var book = Decide(Buy(Fresh, "1", "XOM", 2, 113m), Rising("XOM")).Book;
        var output = Decide(book, Rising("AAPL"), Rising("XOM"));
        Assert.Equal("AAPL", Assert.Single(output.Orders, order => order.Action == TradeAction.Buy).Symbol);
    }

    [Fact]
    public void A_loss_of_5_percent_in_a_day_halts_everything_until_the_next_session()
    {
        var book = Decide(Buy(Fresh, "1", "AAPL", 80, 110m), Rising("AAPL")).Book;
        var crash = Rising("AAPL");
        crash.Bid = 103m;
        var output = Decide(book, crash, Rising("JPM"));
        Assert.Empty(output.Orders);
        Assert.Equal(EngineEventKind.BreakerTripped, Assert.Single(output.Events).Kind);
        var breaker = Assert.Single(output.Book.Engine.Breakers);
        Assert.Equal((CircuitBreakerKind.DailyLoss, ExchangeCalendarDay(1).Open), (breaker.Kind, breaker.Until));
        Assert.True(Decide(output.Book, crash, Rising("JPM")).IsEmpty);
        var next = ExchangeCalendarDay(1).Open.AddHours(1);
        crash.AsOf = next;
        var resumed = Decide(output.Book, Replays.Balanced, next, crash);
        Assert.Contains(resumed.Events, each => each.Kind == EngineEventKind.BreakerReset);
        Assert.Single(resumed.Orders);
    }

    [Fact]
    public void More_than_three_stops_in_half_an_hour_pause_trading_for_two_hours()
    {
        var (book, views) = Ten();
        for (var i = 0; i < 4; i++)
        {
            views[i].Bid = 105.9m;
        }

        var output = Decide(book, views);
        Assert.Equal(4, output.Orders.Length);
        var breaker = Assert.Single(output.Book.Engine.Breakers);
        Assert.Equal(
            (CircuitBreakerKind.StopHits, Now.AddHours(2), 4.0),
            (breaker.Kind, breaker.Until, breaker.Actual)
        );
        Assert.Empty(Decide(output.Book, Replays.Balanced, Now.AddHours(1.9), views).Orders);
        var later = Decide(output.Book, Replays.Balanced, Now.AddHours(2), views);
        Assert.Equal(4, later.Orders.Length);
    }

    [Fact]
    public void Wild_markets_pause_trading()
    {
        var wild = Rising("AAPL");
        wild.Features.DailyAtr = 10;
        var output = Decide(Fresh, wild);
        Assert.Empty(output.Orders);
        var breaker = Assert.Single(output.Book.Engine.Breakers);
        Assert.Equal((CircuitBreakerKind.Volatility, Now.AddHours(2)), (breaker.Kind, breaker.Until));
    }

    [Fact]
    public void A_profit_feeds_the_reserve_pool_and_a_disaster_opens_it()
    {
        var book = Buy(Fresh, "1", "AAPL", 50, 110m);
        var (order, fill) = Trade("2", TradeAction.Sell, "AAPL", 50, 120m);
        var change = book.Apply(order, fill);
        Assert.Equal(new ReserveEntry(ReserveTrigger.ProfitSiphon, 100m, 100m, fill.MarketTime), change.Reserve);
        Assert.Equal((100m, 10_498m), (change.Book.ReservePool, change.Book.Cash));
        var poor = Buy(change.Book, "3", "AAPL", 90, 110m);
        var view = Rising("AAPL");
        view.Bid = 55m;
        var output = Decide(poor, view);
        Assert.Equal(ReserveTrigger.EmergencyLiquidation, Assert.Single(output.Reserve).Trigger);
        Assert.Equal((0m, RiskTier.Conservative), (output.Book.ReservePool, output.Book.Engine.Tier));
        Assert.Contains(output.Events, each => each.Kind == EngineEventKind.ReserveReleased);
    }

    [Fact]
    public void The_reserve_moves_only_within_what_there_is()
    {
        Assert.Throws<BookRefusedException>(() => Fresh.MoveReserve(ReserveTrigger.ManualAdjustment, 10_000.01m, Now));
        Assert.Throws<BookRefusedException>(() => Fresh.MoveReserve(ReserveTrigger.ManualAdjustment, -0.01m, Now));
        Assert.Throws<BookRefusedException>(() => Fresh.MoveReserve(ReserveTrigger.ManualAdjustment, 0.001m, Now));
        var (book, entry) = Fresh.MoveReserve(ReserveTrigger.ManualAdjustment, 4_000m, Now);
        Assert.Equal((4_000m, 6_000m, 4_000m), (book.ReservePool, book.AvailableCash, entry.BalanceAfter));
        Assert.Equal(
            BookRefusalReason.InsufficientCash,
            book.Check(Trade("1", TradeAction.Buy, "A", 60, 100m).Order, 100m, 1m)!.Reason
        );
    }

    [Theory]
    [InlineData(RiskTier.Moderate, 3, 7, 0.00, 0.00, RiskTier.Conservative)]
    [InlineData(RiskTier.Aggressive, 3, 7, 0.00, 0.25, RiskTier.Moderate)]
    [InlineData(RiskTier.Conservative, 0, 9, 0.50, 0.00, RiskTier.Conservative)]
    [InlineData(RiskTier.Moderate, 4, 6, 0.00, 0.00, RiskTier.Moderate)]
    [InlineData(RiskTier.Moderate, 0, 1, 0.00, 0.00, RiskTier.Conservative)]
    [InlineData(RiskTier.Moderate, 0, 0, 0.00, 0.00, RiskTier.Moderate)]
    [InlineData(RiskTier.Moderate, 9, 1, 0.16, 0.25, RiskTier.Conservative)]
    [InlineData(RiskTier.Moderate, 6, 4, 0.04, 0.21, RiskTier.Aggressive)]
    [InlineData(RiskTier.Moderate, 6, 4, 0.05, 0.21, RiskTier.Moderate)]
    [InlineData(RiskTier.Moderate, 6, 4, 0.04, 0.20, RiskTier.Moderate)]
    [InlineData(RiskTier.Moderate, 11, 9, 0.04, 0.21, RiskTier.Moderate)]
    [InlineData(RiskTier.Conservative, 0, 0, 0.00, 0.31, RiskTier.Moderate)]
    [InlineData(RiskTier.Aggressive, 9, 1, 0.00, 0.50, RiskTier.Aggressive)]
    public void The_tier_follows_wins_drawdown_and_reserve(
        RiskTier tier,
        int wins,
        int losses,
        double drawdown,
        double reserve,
        RiskTier expected
    ) =>
        Assert.Equal(
            expected,
            RiskTierController
                .Next(
                    tier,
                    new(wins + losses > 0 ? (double)wins / (wins + losses) : null, null, drawdown, reserve),
                    EngineConfig.Default
                )
                .Tier
        );

    [Fact]
    public void An_operator_overrides_the_tier()
    {
        var input = Input(Fresh, Now, Rising("AAPL", 0.6)) with
        {
            Config = new() { ManualTier = RiskTier.Conservative },
        };
        var decision = Assert.Single(Engine.Decide(input).Decisions);
        Assert.Equal(
            (RiskTier.Conservative, SkipReason.InsufficientConfidence),
            (decision.RiskTier, decision.SkipReason)
        );
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

    [Theory]
    [InlineData(ReviewInterval.Daily, 0, true)]
    [InlineData(ReviewInterval.Weekly, 0, false)]
    [InlineData(ReviewInterval.Weekly, 4, true)]
    [InlineData(ReviewInterval.Monthly, 4, false)]
    [InlineData(ReviewInterval.Monthly, 18, true)]
    public void The_tier_is_judged_as_often_as_is_configured(ReviewInterval interval, int days, bool isJudged)
    {
        var session = ExchangeCalendarDay(days);
        var book = Fresh.Remember(Fresh.Engine with { Day = session.Date, Losses = 5 });
        var input = Input(book, session.Close) with { Config = new() { TierInterval = interval } };
        var output = Engine.EndSession(input);
        Assert.Equal(isJudged ? RiskTier.Conservative : RiskTier.Moderate, output.Book.Engine.Tier);
        Assert.Equal(session.Date, output.Book.Engine.JudgedOn);
        Assert.Null(Engine.SessionToEnd(output.Book, input.Config, session.Close));
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
    public void Micro_trades_are_small_and_few()
    {
        var view = Rising("AAPL", signal: new(SignalKind.Trend, false, 0.7, Since));
        view.Features.Last = view.Features.Last with { Start = Now.AddMinutes(-5), End = Now };
        view.Features.Signals[(int)SignalKind.Micro] = new(SignalKind.Micro, true, 0.9, Now);
        Assert.Empty(Decide(Fresh, view).Orders);
        var input = Input(Fresh, Now, view) with { Config = new() { MicroEnabled = true } };
        var output = Engine.Decide(input);
        Assert.Equal(2, Assert.Single(output.Decisions).Quantity);
        Assert.Equal(1, output.Book.Engine.MicroTrades);
        var busy = Fresh.Remember(Fresh.Engine with { MicroTrades = 10 });
        Assert.Equal(
            SkipReason.MicroLimit,
            Assert.Single(Engine.Decide(input with { Book = busy }).Decisions).SkipReason
        );
    }

    /// <summary>A book with one share in each of three sectors, none of them financial, as if this were its first look at them.</summary>
    private static Book Diversified => Buy(Buy(Buy(Fresh, "1", "DIS", 1, 1m), "2", "KO", 1, 1m), "3", "XOM", 1, 1m);

    private static Book Open(decimal budget) => Book.Open(budget).Activate();

    /// <summary>A share so cheap that whole shares do not blur the size.</summary>
    private static SymbolView Cheap(string symbol, double confidence = 0.8)
    {
        var view = Rising(symbol, confidence);
        (view.Bid, view.Ask) = (0.0999m, 0.1m);
        return view;
    }

    private static (Book Book, SymbolView[] Views) Ten()
    {
        var book = Fresh;
        for (var i = 0; i < 10; i++)
        {
            book = Buy(book, $"{i}", $"S{i}", 1, 110m);
        }

        var views = Enumerable.Range(0, 10).Select(i => Rising($"S{i}")).ToArray();
        book = Decide(book, views).Book;
        foreach (var stop in book.Stops)
        {
            book = book.SetStop(stop with { Confidence = 0.8 });
        }

        return (book, views);
    }

    /// <summary>Two shares whose returns correlate about as asked.</summary>
    private static CorrelationMatrix Correlated(double target, out double exact)
    {
        var matrix = new CorrelationMatrix(["AAPL", "JPM"]);
        var random = new Random(7);
        var (a, b) = (100.0, 100.0);
        for (var i = 0; i < 91; i++)
        {
            var (x, y) = (random.NextDouble() - 0.5, random.NextDouble() - 0.5);
            a *= 1 + (0.02 * x);
            b *= 1 + (0.02 * ((target * x) + (Math.Sqrt(1 - (target * target)) * y)));
            matrix.Add([a, b]);
        }

        exact = matrix.Of("AAPL", "JPM");
        return matrix;
    }
}
