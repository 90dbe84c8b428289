using AgentTrader.Core.Market.Signals;
using AgentTrader.Core.Trading;
using AgentTrader.Core.Trading.Risk;
using AgentTrader.Core.Trading.Signals;
using static AgentTrader.Core.Tests.Trading.EngineScene;
using static AgentTrader.Core.Tests.Trading.Trades;

namespace AgentTrader.Core.Tests.Trading.Signals;

/// <summary>Requirement 1: what agents do with signals from outside.</summary>
public class RecommendationTests
{
    [Fact]
    public void A_recommendation_to_buy_is_sized_by_its_confidence_and_named_in_the_decision()
    {
        var output = Decide(Fresh, With(Recommend(RecommendationAction.Buy, 0.8)));
        var decision = Assert.Single(output.Decisions);
        Assert.Equal(
            ("rec_1", DecisionTrigger.Recommendation, SignalKind.Recommendation, 0.8, 9L),
            (decision.RecommendationId, decision.Trigger, decision.Signal, decision.Confidence, decision.Quantity)
        );
        Assert.StartsWith(
            "Buy 9 AAPL at about 110.01: a recommendation of 2026-01-05 15:00 UTC says \"New chips\" with confidence 0.80.",
            decision.Reasoning,
            StringComparison.Ordinal
        );
        Assert.Equal(decision.DecisionId, Assert.Single(output.Orders).DecisionId);
    }

    [Fact]
    public void It_is_used_once_in_24_hours_and_again_after_them_while_it_lasts()
    {
        var lasting = Recommend(RecommendationAction.Buy, 0.2) with { ExpiresAt = Now.AddDays(3) };
        var first = Decide(Fresh, With(lasting));
        Assert.Equal(SkipReason.InsufficientConfidence, Assert.Single(first.Decisions).SkipReason);
        Assert.Empty(Decide(first.Book, With(lasting with { Confidence = 0.9 })).Decisions);
        var tomorrow = Engine.Decide(Input(first.Book, Now.AddDays(1), Later(With(lasting with { Confidence = 0.9 }))));
        Assert.Equal(DecisionOutcome.Act, Assert.Single(tomorrow.Decisions).Outcome);
    }

    [Fact]
    public void It_waits_for_the_trading_window_and_not_longer_than_it_lasts()
    {
        var early = Day.Open.AddMinutes(5);
        var recommendation = Recommend(RecommendationAction.Buy, 0.8) with
        {
            CreatedAt = early,
            ExpiresAt = Day.Open.AddMinutes(20),
        };
        var waits = Engine.Decide(Input(Fresh, early, With(recommendation)));
        Assert.Equal(SkipReason.OutsideTradingWindow, Assert.Single(waits.Decisions).SkipReason);
        Assert.Empty(Engine.Decide(Input(waits.Book, early.AddMinutes(1), With(recommendation))).Decisions);
        var opened = Engine.Decide(Input(waits.Book, Day.Open.AddMinutes(15), With(recommendation)));
        Assert.Equal(
            "rec_1",
            Assert.Single(opened.Decisions, one => one.Outcome == DecisionOutcome.Act).RecommendationId
        );
        Assert.Empty(Engine.Decide(Input(waits.Book, Day.Open.AddMinutes(20), With(recommendation))).Decisions);
    }

    [Fact]
    public void A_recommendation_to_sell_ends_the_position_whatever_opened_it()
    {
        var held = Decide(Buy(Fresh, "1", "AAPL", 5, 110m), Rising("AAPL")).Book;
        var output = Decide(held, With(Recommend(RecommendationAction.Sell, 0.6)));
        var order = Assert.Single(output.Orders);
        Assert.Equal((TradeAction.Sell, 5L), (order.Action, order.Quantity));
        var decision = Assert.Single(output.Decisions);
        Assert.Equal(("rec_1", DecisionTrigger.Recommendation), (decision.RecommendationId, decision.Trigger));
        Assert.Contains("says \"New chips\"", decision.Reasoning, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RecommendationAction.Sell, 0.9, false, SkipReason.NoPosition)]
    [InlineData(RecommendationAction.Sell, 0.1, true, SkipReason.InsufficientConfidence)]
    [InlineData(RecommendationAction.Buy, 0.9, true, SkipReason.AlreadyHeld)]
    public void What_can_not_be_followed_is_let_pass_with_the_reason_once(
        RecommendationAction action,
        double confidence,
        bool isHeld,
        SkipReason reason
    )
    {
        var book = isHeld ? Decide(Buy(Fresh, "1", "AAPL", 5, 110m), Rising("AAPL")).Book : Fresh;
        var output = Decide(book, With(Recommend(action, confidence)));
        Assert.Equal(reason, Assert.Single(output.Decisions).SkipReason);
        Assert.Empty(output.Orders);
        Assert.Empty(Decide(output.Book, With(Recommend(action, confidence))).Decisions);
    }

    [Fact]
    public void While_a_breaker_is_open_it_is_let_pass_and_followed_once_the_breaker_closes()
    {
        var open = new CircuitBreaker(CircuitBreakerKind.StopHits, Now.AddHours(-1), Now.AddMinutes(10), 3, 4);
        var book = Fresh.Remember(Fresh.Engine with { Breakers = [open] });
        var held = Decide(book, With(Recommend(RecommendationAction.Buy, 0.8)));
        Assert.Equal(SkipReason.CircuitBreaker, Assert.Single(held.Decisions).SkipReason);
        var closed = Engine.Decide(
            Input(held.Book, Now.AddMinutes(10), With(Recommend(RecommendationAction.Buy, 0.8)))
        );
        Assert.Single(closed.Orders);
    }

    [Fact]
    public void An_intraday_one_is_a_micro_trade_for_agents_that_make_such_and_nothing_for_others()
    {
        var intraday = Recommend(RecommendationAction.Buy, 0.9) with { Horizon = RecommendationHorizon.Intraday };
        Assert.Empty(Decide(Fresh, With(intraday)).Decisions);
        var micro = Engine.Decide(
            Input(Fresh, Now, With(intraday)) with
            {
                Config = EngineConfig.Default with { MicroEnabled = true },
            }
        );
        var decision = Assert.Single(micro.Decisions);
        Assert.Equal((SignalKind.Micro, 2L), (decision.Signal, decision.Quantity));
        Assert.Equal(1, micro.Book.Engine.MicroTrades);
    }

    [Fact]
    public void Its_position_keeps_its_confidence_and_is_not_left_because_a_chart_turned()
    {
        var bought = Decide(Fresh, With(Recommend(RecommendationAction.Buy, 0.8)));
        var filled = Buy(bought.Book, bought.Orders[0].TradeId, "AAPL", 3, 110m);
        var turned = Rising("AAPL", signal: new Signal(SignalKind.Trend, false, 0.9, Now));
        var kept = Engine.Decide(Input(filled, Now.AddMinutes(1), turned));
        var stop = kept.Book.StopOf("AAPL")!;
        Assert.Equal((SignalKind.Recommendation, 0.8), (stop.Kind, stop.Confidence));
        Assert.Empty(kept.Orders);
    }

    [Fact]
    public void Its_later_tranches_are_not_sent_once_another_one_says_to_sell()
    {
        var bought = Decide(Fresh, With(Recommend(RecommendationAction.Buy, 0.8)));
        Assert.NotEmpty(bought.Book.Engine.Plans);
        var next = Now.Add(EngineConfig.Default.TrancheInterval);
        var stands = Engine.Decide(Input(bought.Book, next, Later(With(Recommend(RecommendationAction.Buy, 0.8)))));
        Assert.Equal(bought.Decisions[0].DecisionId, Assert.Single(stands.Orders).DecisionId);
        var sell = Recommend(RecommendationAction.Sell, 0.8) with { RecommendationId = "rec_2", CreatedAt = next };
        var turned = Engine.Decide(Input(bought.Book, next, Later(With(sell))));
        Assert.Empty(turned.Orders);
        Assert.Empty(turned.Book.Engine.Plans);
    }

    [Fact]
    public void The_newest_that_counts_is_heard_by_whom_it_is_for()
    {
        var all = Recommend(RecommendationAction.Buy, 0.8);
        var mine = all with { RecommendationId = "rec_2", CreatedAt = Now.AddMinutes(5), OwnerId = "usr_1" };
        var idle = all with
        {
            RecommendationId = "rec_3",
            CreatedAt = Now.AddMinutes(6),
            Action = RecommendationAction.Hold,
        };
        var told = all with
        {
            RecommendationId = "rec_4",
            CreatedAt = Now.AddMinutes(6),
            Mode = RecommendationMode.Informational,
        };
        var found = new Recommendations([all, mine, idle, told]);
        Assert.Equal("rec_1", found.Newest("AAPL", Now, "usr_1")?.RecommendationId);
        Assert.Equal("rec_2", found.Newest("AAPL", Now.AddMinutes(10), "usr_1")?.RecommendationId);
        Assert.Equal("rec_1", found.Newest("AAPL", Now.AddMinutes(10), "usr_2")?.RecommendationId);
        Assert.Null(found.Newest("AAPL", all.ExpiresAt, "usr_1"));
        Assert.Null(found.Newest("MSFT", Now, null));
    }

    [Fact]
    public void Of_many_the_newest_that_counts_is_found_without_looking_at_all()
    {
        var random = new Random(20_261_121);
        Recommendation[] all =
        [
            .. Enumerable
                .Range(100, 300)
                .Select(i =>
                {
                    var from = Now.AddMinutes(random.Next(1_000));
                    return Recommend(RecommendationAction.Buy, 0.8) with
                    {
                        RecommendationId = $"rec_{i}",
                        CreatedAt = from,
                        ExpiresAt = from.AddMinutes(random.Next(1, 100)),
                        OwnerId = random.Next(2) == 0 ? null : "usr_1",
                    };
                }),
        ];
        var found = new Recommendations(all);
        for (var minute = -1; minute < 1_200; minute++)
        {
            var at = Now.AddMinutes(minute);
            var expected = all.Where(each => each.OwnerId is null && each.CreatedAt <= at && at < each.ExpiresAt)
                .OrderByDescending(each => each.CreatedAt)
                .ThenByDescending(each => each.RecommendationId, StringComparer.Ordinal)
                .FirstOrDefault();
            Assert.Equal(expected, found.Newest("AAPL", at, "usr_2"));
        }
    }

    private static Recommendation Recommend(RecommendationAction action, double confidence) =>
        new(
            "rec_1",
            "AAPL",
            action,
            confidence,
            RecommendationMode.PaperEligible,
            RecommendationHorizon.Week,
            "New chips.",
            Now.AddMinutes(-30),
            Now.AddHours(24)
        );

    /// <summary>A share whose chart says nothing.</summary>
    private static SymbolView With(Recommendation recommendation)
    {
        var view = Rising("AAPL", signal: new Signal(SignalKind.Trend, false, 0.5, Since));
        view.Recommendation = recommendation;
        return view;
    }

    private static SymbolView Later(SymbolView view)
    {
        view.AsOf = Now.AddDays(1);
        view.Features.Last = view.Features.Last with { End = Day.Close };
        return view;
    }
}
