using System.Globalization;
using AgentTrader.Core.Market;
using AgentTrader.Services.Market;
using AgentTrader.Testing;

namespace AgentTrader.Services.Tests.Market;

public sealed class MarketClockTests(AzuriteFixture azurite)
{
    private static readonly SyntheticMarketData Market = new(1);
    private static readonly DateOnly From = new(2026, 3, 2);
    private static readonly DateTimeOffset Open = ExchangeCalendar.SessionOf(From)!.Value.Open;
    private readonly ManualTimeProvider wall = new(new DateTimeOffset(2026, 11, 21, 3, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Runs_as_fast_as_asked_and_is_never_closed()
    {
        using var clock = await new MarketHost(azurite, wall).StartAsync(Market, speed: 3600, From);
        Assert.Equal(Open, clock.MarketNow);
        wall.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(Open.AddHours(6), clock.MarketNow);
        wall.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(Open.AddDays(1).AddMinutes(30), clock.MarketNow);
        Assert.True(clock.IsOpen);
    }

    [Fact]
    public async Task Goes_on_where_it_stopped_however_soon_it_starts_again()
    {
        var host = new MarketHost(azurite, wall);
        using var first = await host.StartAsync(Market, speed: 60, From);
        wall.Advance(TimeSpan.FromSeconds(30));
        await first.StopAsync(Cancel);
        wall.Advance(TimeSpan.FromSeconds(1));
        using var second = await host.StartAsync(Market, speed: 60, From);
        Assert.Equal(Open.AddMinutes(30), second.MarketNow);
        wall.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(Open.AddMinutes(40), second.MarketNow);
        Assert.Equal(Open, second.Origin);
    }

    [Fact]
    public async Task Goes_on_from_the_last_report_of_a_host_that_was_killed()
    {
        var host = new MarketHost(azurite, wall);
        var killed = await host.StartAsync(Market, speed: 60, From);
        wall.Advance(TimeSpan.FromSeconds(4));
        await killed.ReportAsync(Cancel);
        killed.Dispose();
        wall.Advance(MarketClock.Silence + TimeSpan.FromHours(5));
        using var next = await host.StartAsync(Market, speed: 60, From);
        Assert.Equal(Open.AddMinutes(4), next.MarketNow);
    }

    [Fact]
    public async Task A_second_host_joins_the_time_of_the_first()
    {
        var host = new MarketHost(azurite, wall);
        using var first = await host.StartAsync(Market, speed: 60, From);
        wall.Advance(TimeSpan.FromSeconds(4));
        using var second = await host.StartAsync(Market, speed: 60, new DateOnly(2026, 6, 1));
        Assert.Equal(first.MarketNow, second.MarketNow);
    }

    [Fact]
    public async Task Hosts_that_start_at_once_agree()
    {
        var host = new MarketHost(azurite, wall);
        var clocks = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(day => host.StartAsync(Market, 1, From.AddDays(day)))
        );
        Assert.Single(clocks.Select(clock => clock.MarketNow).Distinct());
        Array.ForEach(clocks, clock => clock.Dispose());
    }

    [Fact]
    public async Task The_older_host_follows_a_new_speed()
    {
        var host = new MarketHost(azurite, wall);
        using var slow = await host.StartAsync(Market, speed: 1, From);
        wall.Advance(TimeSpan.FromSeconds(4));
        await slow.ReportAsync(Cancel);
        using var fast = await host.StartAsync(Market, speed: 600, From);
        await slow.ReportAsync(Cancel);
        wall.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(Open.AddSeconds(4 + 1200), fast.MarketNow);
        Assert.Equal(fast.MarketNow, slow.MarketNow);
    }

    [Fact]
    public async Task Other_data_begins_anew()
    {
        var host = new MarketHost(azurite, wall);
        using var first = await host.StartAsync(Market, 1, From);
        await first.StopAsync(Cancel);
        using var other = await host.StartAsync(new SyntheticMarketData(2), 1, new DateOnly(2026, 6, 1));
        Assert.Equal(new DateOnly(2026, 6, 1), ExchangeCalendar.DateOf(other.MarketNow));
    }

    [Fact]
    public async Task A_reset_of_the_storage_does_not_stop_time()
    {
        var host = new MarketHost(azurite, wall);
        using var clock = await host.StartAsync(Market, speed: 60, From);
        await host.ResetAsync();
        wall.Advance(TimeSpan.FromSeconds(3));
        await clock.ReportAsync(Cancel);
        Assert.Equal(Open.AddMinutes(3), clock.MarketNow);
        using var second = await host.StartAsync(Market, speed: 60, From);
        Assert.Equal(Open.AddMinutes(3), second.MarketNow);
    }

    [Fact]
    public async Task Goes_on_and_stops_cleanly_while_storage_is_gone()
    {
        await using var storage = await Azurite.StartAsync();
        using var clock = await new MarketHost(storage.ConnectionString, wall).StartAsync(Market, speed: 60, From);
        await storage.DisposeAsync();
        wall.Advance(MarketClock.Heartbeat + TimeSpan.FromSeconds(1));
        Assert.Equal(Open.AddMinutes(6), clock.MarketNow);
        await clock.StopAsync(Cancel);
        Assert.False(clock.ExecuteTask!.IsFaulted);
    }

    [Fact]
    public async Task Stands_still_when_the_recorded_data_ends()
    {
        using var folder = new BarFolder().With("ABC.csv", BarFolder.Daily + "2013-11-27,10,12,9,11,1000\n");
        using var clock = await new MarketHost(azurite, wall).StartAsync(RecordedMarketData.Load(folder.Path), 3600);
        Assert.False(clock.HasEnded);
        wall.Advance(TimeSpan.FromSeconds(7));
        Assert.True(clock.HasEnded);
        Assert.False(clock.IsOpen);
        Assert.Equal(DateTimeOffset.Parse("2013-11-27T21:00:00Z", CultureInfo.InvariantCulture), clock.MarketNow);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
}
