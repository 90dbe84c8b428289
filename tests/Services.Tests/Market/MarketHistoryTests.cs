using AgentTrader.Core.Market;
using AgentTrader.Core.Trading.Risk;
using AgentTrader.Services.Market;
using AgentTrader.Testing;

namespace AgentTrader.Services.Tests.Market;

public sealed class MarketHistoryTests(AzuriteFixture azurite)
{
    private static readonly SyntheticMarketData Market = new(1);
    private static readonly Session Day = ExchangeCalendar.SessionOnOrAfter(new DateOnly(2026, 3, 2));
    private readonly ManualTimeProvider wall = new(new DateTimeOffset(2026, 11, 21, 3, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Views_hold_the_figures_of_the_bars_before_and_the_price_of_now()
    {
        using var clock = await StartAsync();
        using var history = new MarketHistory(Market, clock);
        var at = Day.Open.AddMinutes(30.5);
        var views = (await history.ViewAsync(["SPY", "AAPL", "SPY"], at, Cancel)).ToArray();
        Assert.Equal(["AAPL", "SPY"], views.Select(view => view.Symbol));
        Assert.Equal(Day.Open.AddMinutes(30), views[1].Features.Last.End);
        Assert.True(views[1].Features.IsReady);
        Assert.Equal((await Market.GetQuoteAsync("SPY", at, Cancel))!.Ask, views[1].Ask);
    }

    [Fact]
    public async Task Figures_do_not_depend_on_who_asked_for_what_before()
    {
        using var clock = await StartAsync();
        using var walked = new MarketHistory(Market, clock);
        using var fresh = new MarketHistory(Market, clock);
        var at = Day.Open.AddMinutes(120);
        for (var minute = 10; minute < 120; minute += 7)
        {
            await walked.ViewAsync(["SPY"], Day.Open.AddMinutes(minute), Cancel);
        }

        Assert.Equal(await SlowAverageAsync(fresh, at), await SlowAverageAsync(walked, at));
        Assert.Equal(
            await SlowAverageAsync(fresh, at.AddMinutes(-5)),
            await SlowAverageAsync(walked, at.AddMinutes(-5))
        );
        Assert.Equal(await SlowAverageAsync(fresh, Day.Open), await SlowAverageAsync(walked, Day.Open));
    }

    [Fact]
    public async Task Nobody_sees_ahead_however_the_questions_are_mixed()
    {
        using var clock = await StartAsync();
        using var history = new MarketHistory(Market, clock);
        var instants = Enumerable.Range(1, 100).Select(minute => Day.Open.AddMinutes(minute)).Reverse();
        await Task.WhenAll(
            instants.Select(async at =>
            {
                var view = (await history.ViewAsync(["SPY"], at, Cancel))[0];
                Assert.Equal(at, view.Features.Last.End);
            })
        );
    }

    [Fact]
    public async Task Correlations_are_those_of_the_closes_until_yesterday()
    {
        using var clock = await StartAsync();
        using var history = new MarketHistory(Market, clock);
        var matrix = await history.CorrelationsAsync(Day.Open.AddHours(1), Cancel);
        Assert.Same(matrix, await history.CorrelationsAsync(Day.Close, Cancel));
        var expected = new CorrelationMatrix(["NVDA", "MSFT"]);
        for (var index = Day.Index - 91; index < Day.Index; index++)
        {
            var close = ExchangeCalendar.SessionAt(index).Close;
            var nvda = await Market.GetQuoteAsync("NVDA", close, Cancel);
            var msft = await Market.GetQuoteAsync("MSFT", close, Cancel);
            expected.Add([(double)nvda!.Price, (double)msft!.Price]);
        }

        Assert.Equal(expected.Of("NVDA", "MSFT"), matrix.Of("NVDA", "MSFT"));
        Assert.InRange(matrix.Of("NVDA", "MSFT"), 0.2, 0.8);
        Assert.True(double.IsNaN(matrix.Of("NVDA", "UNLISTED")));
    }

    private static async Task<double> SlowAverageAsync(MarketHistory history, DateTimeOffset at) =>
        (await history.ViewAsync(["SPY"], at, Cancel))[0].Features.SlowAverage;

    private Task<MarketClock> StartAsync() => new MarketHost(azurite, wall).StartAsync(Market, 1, Day.Date);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
}
