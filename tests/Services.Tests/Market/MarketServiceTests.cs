using AgentTrader.Services.Market;
using AgentTrader.Testing;

namespace AgentTrader.Services.Tests.Market;

public sealed class MarketServiceTests(AzuriteFixture azurite) : IAsyncLifetime, IDisposable
{
    private const string Days =
        BarFolder.Daily + "2013-11-26,9,10,8,10,1000\n2013-11-27,10,12,9,11,1000\n2013-11-29,11.5,13,11,12.25,500\n";

    private readonly BarFolder folder = new BarFolder().With("ABC.csv", Days).With("XYZ.csv", Days);
    private MarketClock? clock;
    private MarketService? service;

    private MarketService Service => service!;

    public async ValueTask InitializeAsync()
    {
        var market = RecordedMarketData.Load(folder.Path);
        var wall = new ManualTimeProvider(DateTimeOffset.UnixEpoch.AddYears(50));
        clock = await new MarketHost(azurite, wall).StartAsync(market, 1, new DateOnly(2013, 11, 27));
        service = new MarketService(market, clock, new MarketOptions());
    }

    [Fact]
    public async Task Quotes_each_symbol_once_in_the_order_asked_for()
    {
        var quotes = await Service.GetQuotesAsync(["XYZ", "ABC", "XYZ"], Cancel);
        Assert.Equal([("XYZ", 10m), ("ABC", 10m)], quotes.Select(quote => (quote.Symbol, quote.Price)));
    }

    [Fact]
    public async Task Names_every_symbol_without_a_price()
    {
        var problem = await Problem(404, () => Service.GetQuotesAsync(["ABC", "NO", "NONE"], Cancel));
        Assert.Contains("NO, NONE", problem.Detail);
        await Problem(404, () => Service.GetBarsAsync("NO", "1d", default, DateTimeOffset.MaxValue, Cancel));
    }

    [Fact]
    public async Task Refuses_malformed_questions()
    {
        await Problem(400, () => Service.GetQuotesAsync([], Cancel));
        await Problem(400, () => Service.GetQuotesAsync([.. Enumerable.Repeat("ABC", 51)], Cancel));
        await Problem(400, () => Service.GetQuotesAsync(["abc"], Cancel));
        await Problem(400, () => Service.GetBarsAsync("a b", "1d", default, DateTimeOffset.MaxValue, Cancel));
        await Problem(400, () => Service.GetBarsAsync("ABC", "2d", default, DateTimeOffset.MaxValue, Cancel));
        await Problem(400, () => Service.GetBarsAsync("ABC", "1d", clock!.MarketNow, clock.MarketNow, Cancel));
        var minute = await Problem(
            400,
            () => Service.GetBarsAsync("ABC", "1m", default, DateTimeOffset.MaxValue, Cancel)
        );
        Assert.Contains("1d", minute.Detail);
    }

    [Fact]
    public async Task Shows_no_bar_that_is_not_over_by_market_time()
    {
        var bars = await Service.GetBarsAsync("ABC", "1d", default, DateTimeOffset.MaxValue, Cancel);
        Assert.Equal([9.0], bars.Select(bar => bar.Open));
        Assert.Empty(
            await Service.GetBarsAsync("ABC", "1d", clock!.MarketNow.AddDays(1), clock.MarketNow.AddDays(9), Cancel)
        );
    }

    [Fact]
    public async Task Refuses_more_bars_than_fit_an_answer()
    {
        var synthetic = new MarketService(new SyntheticMarketData(1), clock!, new MarketOptions());
        await Problem(422, () => synthetic.GetBarsAsync("SPY", "1m", default, DateTimeOffset.MaxValue, Cancel));
        var day = clock!.MarketNow.AddDays(-1);
        Assert.Equal(390, (await synthetic.GetBarsAsync("SPY", "1m", day, clock.MarketNow, Cancel)).Count);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public void Dispose()
    {
        clock?.Dispose();
        folder.Dispose();
    }

    private static async Task<ProblemException> Problem(int status, Func<Task> ask)
    {
        var problem = await Assert.ThrowsAsync<ProblemException>(ask);
        Assert.Equal(status, problem.Status);
        return problem;
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
}
