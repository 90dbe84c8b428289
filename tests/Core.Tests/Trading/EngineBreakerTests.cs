using AgentTrader.Core.Trading;
using AgentTrader.Core.Trading.Risk;
using static AgentTrader.Core.Tests.Trading.EngineScene;
using static AgentTrader.Core.Tests.Trading.Trades;

namespace AgentTrader.Core.Tests.Trading;

/// <summary>Document 5, requirements 6 and 7.5: what ends new entries, or all trading.</summary>
public class EngineBreakerTests
{
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
}
