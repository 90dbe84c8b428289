using AgentTrader.Core.Market;
using AgentTrader.Services.Market;

namespace AgentTrader.Services.Tests.Market;

public class SyntheticMarketDataTests
{
    private static readonly SyntheticMarketData Market = new(7);
    private static readonly Session Day = ExchangeCalendar.SessionOnOrAfter(new DateOnly(2026, 11, 30));

    [Fact]
    public async Task Its_last_bars_are_the_end_of_all_bars_across_sessions()
    {
        var at = Day.Open.AddMinutes(10.5);
        var all = await Market.GetBarsAsync("SPY", BarInterval.OneMinute, Day.Open.AddDays(-5), at, Cancel);
        var last = await Market.GetLastBarsAsync("SPY", 300, at, Cancel);
        Assert.Equal(Day.Open.AddMinutes(10), last.Span[^1].End);
        Assert.Equal(all.TakeLast(300), last.ToArray());
    }

    [Fact]
    public void Begins_now_while_the_exchange_is_open_and_else_when_the_latest_session_is_traded()
    {
        var noon = Day.Open.AddHours(3);
        Assert.Equal(noon, Market.StartAt(null, noon));
        Assert.Equal(Day.Open.AddMinutes(15), Market.StartAt(null, Day.Close.AddHours(5)));
        Assert.Equal(Day.Open, Market.StartAt(new DateOnly(2026, 11, 28), noon));
        Assert.Throws<MarketDataException>(() => Market.StartAt(new DateOnly(1980, 1, 1), noon));
    }

    [Fact]
    public async Task Has_a_price_for_any_symbol_and_none_for_what_is_not_one()
    {
        Assert.NotNull(await Market.GetQuoteAsync("ANY.B", Day.Open, Cancel));
        Assert.Null(await Market.GetQuoteAsync("any", Day.Open, Cancel));
        Assert.True((await Market.GetLastBarsAsync("any", 5, Day.Open, Cancel)).IsEmpty);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
}
