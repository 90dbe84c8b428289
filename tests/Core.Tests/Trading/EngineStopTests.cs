using AgentTrader.Core.Market;
using AgentTrader.Core.Market.Signals;
using AgentTrader.Core.Trading;
using AgentTrader.Core.Trading.Stops;
using static AgentTrader.Core.Tests.Trading.EngineScene;
using static AgentTrader.Core.Tests.Trading.Trades;

namespace AgentTrader.Core.Tests.Trading;

/// <summary>Document 5, requirements 4, 6.2, 7.2, 10.2, 13 and 20.5.</summary>
public class EngineStopTests
{
    /// <summary>Five shares at 110, with levels of the moderate tier: stop 106, target 116.</summary>
    private static readonly Book Holding = Decide(Buy(Fresh, "1", "AAPL", 5, 110m), Rising("AAPL")).Book;

    [Fact]
    public void A_position_gets_levels_of_its_tier_once()
    {
        var stop = Holding.StopOf("AAPL")!;
        Assert.Equal(
            (110m, 106m, 116m, 2.0, 2.0),
            (stop.EntryPrice, stop.StopLoss, stop.TakeProfit, stop.Atr, stop.AtrMultiplier)
        );
        Assert.Empty(Decide(Holding, Rising("AAPL")).StopAdjustments);
    }

    [Theory]
    [InlineData(106.0, DecisionTrigger.StopLoss, "fell to the stop at 106.00")]
    [InlineData(100.0, DecisionTrigger.StopLoss, "fell to the stop at 106.00")]
    [InlineData(116.0, DecisionTrigger.TakeProfit, "rose to the target at 116.00")]
    public void A_crossed_level_sells_everything_and_again_only_if_that_comes_to_nothing(
        double bid,
        DecisionTrigger trigger,
        string why
    )
    {
        var view = At(bid);
        var output = Decide(Holding, view);
        var decision = Assert.Single(output.Decisions);
        Assert.Equal((TradeAction.Sell, 5L, trigger), (decision.Action, decision.Quantity, decision.Trigger));
        Assert.Contains(why, decision.Reasoning);
        Assert.Empty(Decide(output.Book, view).Orders);
        var later = Decide(output.Book, Replays.Balanced, Now.AddMinutes(15), view);
        Assert.NotEqual(decision.TradeId, Assert.Single(later.Orders).TradeId);
    }

    [Fact]
    public void A_stop_sells_outside_the_trading_window_too() =>
        Assert.Single(Decide(Holding, Replays.Balanced, Day.Open.AddMinutes(1), At(100)).Orders);

    [Theory]
    [InlineData(113.0, 106.0)]
    [InlineData(113.01, 110.0)]
    public void Past_half_of_the_way_to_the_target_the_stop_moves_to_the_entry(double bid, double stopLoss) =>
        Assert.Equal((decimal)stopLoss, Decide(Holding, At(bid)).Book.StopOf("AAPL")!.StopLoss);

    [Fact]
    public void A_change_of_volatility_sets_the_levels_anew_but_the_stop_never_lower()
    {
        var calm = Rising("AAPL");
        calm.Features.DailyAtr = 1;
        var stop = Assert.Single(Decide(Holding, calm).StopAdjustments);
        Assert.Equal((108m, 113m), (stop.StopLoss, stop.TakeProfit));
        var wild = Rising("AAPL");
        wild.Features.DailyAtr = 4;
        stop = Assert.Single(Decide(Holding, wild).StopAdjustments);
        Assert.Equal((106m, 122m), (stop.StopLoss, stop.TakeProfit));
        var similar = Rising("AAPL");
        similar.Features.DailyAtr = 2.5;
        Assert.Empty(Decide(Holding, similar).StopAdjustments);
    }

    [Fact]
    public void A_macro_event_halves_the_distance_while_it_lasts()
    {
        Assert.Empty(Decide(Holding, At(107.9)).Orders);
        var output = Engine.Decide(Input(Holding, Now, At(107.9)) with { MacroEvent = true });
        Assert.Equal(DecisionTrigger.StopLoss, Assert.Single(output.Decisions).Trigger);
    }

    [Fact]
    public void A_position_without_a_price_for_a_quarter_of_an_hour_is_closed()
    {
        var silent = Rising("AAPL");
        silent.AsOf = Day.Open.AddDays(-3);
        Assert.Empty(Decide(Holding, Replays.Balanced, Day.Open.AddMinutes(15), silent).Orders);
        var output = Decide(Holding, Replays.Balanced, Day.Open.AddMinutes(16), silent);
        Assert.Equal(DecisionTrigger.StalePrice, Assert.Single(output.Decisions).Trigger);
    }

    [Fact]
    public void A_loss_of_15_percent_closes_the_position_and_bans_the_symbol_for_48_hours()
    {
        var output = Decide(Holding, At(93.4));
        Assert.Equal(DecisionTrigger.CircuitBreaker, Assert.Single(output.Decisions).Trigger);
        var (order, fill) = (output.Orders[0], Trade("x", TradeAction.Sell, "AAPL", 5, 93.4m).Fill);
        var sold = output.Book.Apply(order, fill with { TradeId = order.TradeId }).Book;
        var again = Rising("AAPL", signal: new(SignalKind.Trend, true, 0.8, Now));
        Assert.Equal(SkipReason.ReEntryBan, Assert.Single(Decide(sold, again).Decisions).SkipReason);
        var twoDays = ExchangeCalendarDay(2).Open.AddHours(1);
        again.AsOf = twoDays;
        again.Features.Last = again.Features.Last with { End = ExchangeCalendarDay(1).Close };
        Assert.Single(Decide(sold, Replays.Balanced, twoDays, again).Orders);
    }

    [Fact]
    public void Before_earnings_stops_are_tighter()
    {
        var near = Input(Holding, Now, Rising("AAPL")) with
        {
            Earnings = new EarningsCalendar([("AAPL", ExchangeCalendarDay(3).Date)]),
        };
        var output = Engine.Decide(near);
        Assert.Equal(110m - 2.8m, Assert.Single(output.StopAdjustments).StopLoss);
        Assert.Empty(Engine.Decide(near with { Book = output.Book }).StopAdjustments);
        var far = near with { Earnings = new EarningsCalendar([("AAPL", ExchangeCalendarDay(4).Date)]) };
        Assert.Empty(Engine.Decide(far).StopAdjustments);
    }

    [Fact]
    public void Heat_is_what_all_stops_together_would_lose()
    {
        var decision = Decide(Holding, Rising("AAPL"), Rising("MSFT")).Decisions[0];
        Assert.Equal(Math.Round(109.99m * 5 * 4 / 110, 2), decision.PortfolioHeat);
    }

    [Fact]
    public void Too_much_heat_forbids_entries_and_tightens_the_least_confident_stop()
    {
        var book = Buy(Fresh, "1", "AAPL", 40, 110m);
        book = Buy(book, "2", "XOM", 40, 110m);
        book = book.SetStop(Stop("AAPL", 60m, 0.9)).SetStop(Stop("XOM", 60m, 0.6));
        var output = Decide(book, Rising("AAPL"), Rising("JPM"), Rising("XOM"));
        Assert.Equal(SkipReason.PortfolioHeat, output.Decisions.Single(each => each.Symbol == "JPM").SkipReason);
        Assert.Equal(("XOM", 85m), (Assert.Single(output.StopAdjustments).Symbol, output.StopAdjustments[0].StopLoss));
    }

    [Fact]
    public void A_micro_trade_has_tighter_levels_and_ends_after_two_hours()
    {
        var micro = new Signal(SignalKind.Micro, true, 0.7, Now);
        var book = Buy(Fresh, "1", "AAPL", 2, 110m)
            .Handle(new("AAPL", SignalKind.Micro, TradeAction.Buy, Now, 0.7, Now));
        var view = Rising("AAPL");
        view.Features.Signals[(int)SignalKind.Micro] = micro;
        view.Features.Atr = 1;
        var output = Decide(book, view);
        var stop = output.StopAdjustments[0];
        Assert.Equal((109m, 111.5m, SignalKind.Micro), (stop.StopLoss, stop.TakeProfit, stop.Kind));
        // The test's fills are of 2026-01-02: long ago for a micro-trade.
        Assert.Equal(DecisionTrigger.HoldExpired, Assert.Single(output.Decisions).Trigger);
    }

    private static SymbolView At(double bid)
    {
        var view = Rising("AAPL");
        view.Bid = (decimal)bid;
        view.Ask = (decimal)bid + 0.02m;
        return view;
    }

    private static StopLevels Stop(string symbol, decimal stopLoss, double confidence) =>
        new(symbol, 110m, stopLoss, 200m, 2, 2, confidence, SignalKind.Trend, Now);
}
