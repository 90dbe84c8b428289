using System.Globalization;
using System.Text.Json;
using AgentTrader.Emulator.Hosting;
using AgentTrader.Testing;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace AgentTrader.Emulator.Tests.Worker;

public sealed class TimerFunctionTests(AzuriteFixture azurite)
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private readonly string hostId = "h" + Guid.NewGuid().ToString("N");
    private readonly ManualTimeProvider clock = new(Noon);
    private readonly Recorder recorder = new();

    [Theory]
    [InlineData("0 */5 * * * *", "12:05:00", "12:10:00")]
    [InlineData("*/5 * * * *", "12:05:00", "12:10:00")]
    [InlineData("00:05:00", "12:05:00", "12:10:00")]
    [InlineData("30 2 12-14 * * 1-5", "12:02:30", "13:02:30")]
    public async Task Runs_at_each_occurrence_of_its_schedule(string schedule, string first, string second)
    {
        await using var app = await StartAsync<Ticks>(schedule);
        Assert.Equal(first, await AdvanceToNextRunAsync());
        Assert.Equal(second, await AdvanceToNextRunAsync());
    }

    [Fact]
    public async Task Does_not_run_between_occurrences()
    {
        await using var app = await StartAsync<Ticks>("0 */5 * * * *");
        await WaitUntilItWaitsAsync();
        clock.Advance(TimeSpan.FromSeconds(299));
        Assert.Empty(recorder.All);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("12:05:00", await recorder.NextAsync());
    }

    [Fact]
    public async Task Runs_on_startup_when_asked_and_then_on_schedule()
    {
        await using var app = await StartAsync<Eager>("0 */5 * * * *");
        Assert.Equal("12:00:00", await recorder.NextAsync());
        Assert.Equal("12:05:00", await AdvanceToNextRunAsync());
    }

    [Fact]
    public async Task Tells_the_recorded_schedule_on_schedules_of_a_minute_and_more()
    {
        await using var app = await StartAsync<Statuses>("0 * * * * *");
        await WaitUntilItWaitsAsync();
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("never 12:01:00 False", await recorder.NextAsync());
        await WaitUntilItWaitsAsync();
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("12:01:00 12:02:00 False", await recorder.NextAsync());
    }

    [Theory]
    [InlineData("*/30 * * * * *")]
    [InlineData("00:00:59")]
    public async Task Tells_no_schedule_status_under_a_minute(string schedule)
    {
        await using var app = await StartAsync<Statuses>(schedule);
        await WaitUntilItWaitsAsync();
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("none False", await recorder.NextAsync());
        Assert.False(await Status("Statuses").ExistsAsync());
    }

    [Fact]
    public async Task Makes_up_once_for_runs_missed_while_no_host_ran()
    {
        await using (await StartAsync<Statuses>("0 */5 * * * *"))
        {
            await AdvanceToNextRunAsync();
        }

        clock.Advance(TimeSpan.FromMinutes(33));
        await using var second = await StartAsync<Statuses>("0 */5 * * * *");
        Assert.Equal("12:05:00 12:10:00 True", await recorder.NextAsync());
        await WaitUntilItWaitsAsync();
        clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("12:38:00 12:40:00 False", await recorder.NextAsync());
    }

    [Fact]
    public async Task Misses_nothing_when_the_schedule_itself_was_changed()
    {
        await using (await StartAsync<Statuses>("0 */5 * * * *"))
        {
            await AdvanceToNextRunAsync();
        }

        clock.Advance(TimeSpan.FromMinutes(33));
        await using var second = await StartAsync<Statuses>("0 0 * * * *");
        await WaitUntilItWaitsAsync();
        Assert.Single(recorder.All);
        clock.Advance(TimeSpan.FromMinutes(22));
        Assert.Equal("never 13:00:00 False", await recorder.NextAsync());
    }

    [Fact]
    public async Task Records_its_status_in_the_hosts_container_as_the_official_host_does()
    {
        await using var app = await StartAsync<Ticks>("0 */5 * * * *");
        await AdvanceToNextRunAsync();
        await WaitUntilItWaitsAsync();
        var status = JsonSerializer.Deserialize<ScheduleStatus>(
            (await Status("Ticks").DownloadContentAsync()).Value.Content.ToString()
        );
        Assert.Equal(new DateTime(2026, 3, 2, 12, 5, 0, DateTimeKind.Utc), status!.Last);
        Assert.Equal(new DateTime(2026, 3, 2, 12, 10, 0, DateTimeKind.Utc), status.Next);
    }

    [Fact]
    public async Task Never_overlaps_itself_and_skips_what_came_while_it_ran()
    {
        var release = new TaskCompletionSource();
        await using var app = await StartAsync<Lasting>("0 * * * * *", services => services.AddSingleton(release));
        await WaitUntilItWaitsAsync();
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("start 12:01:00", await recorder.NextAsync());
        clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Single(recorder.All);
        release.SetResult();
        Assert.Equal("end 12:06:00", await recorder.NextAsync());
        await WaitUntilItWaitsAsync();
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("start 12:07:00", await recorder.NextAsync());
    }

    [Fact]
    public async Task Keeps_its_schedule_after_a_run_that_failed()
    {
        await using var app = await StartAsync<Throwing>("0 * * * * *");
        await WaitUntilItWaitsAsync();
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("12:01:00", await recorder.NextAsync());
        await WaitUntilItWaitsAsync();
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("12:02:00", await recorder.NextAsync());
        Assert.Contains(
            app.Logs.Entries,
            entry => entry.Text.StartsWith("Function 'Throwing'", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Finishes_and_records_the_run_under_way_when_the_host_stops()
    {
        var release = new TaskCompletionSource();
        await using var app = await StartAsync<Lasting>("0 * * * * *", services => services.AddSingleton(release));
        await WaitUntilItWaitsAsync();
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("start 12:01:00", await recorder.NextAsync());
        var stopping = app.StopAsync();
        Assert.False(stopping.IsCompleted);
        release.SetResult();
        await stopping;
        Assert.Equal("end 12:01:00", recorder.All.Last());
        var status = (await Status("Lasting").DownloadContentAsync()).Value.Content.ToObjectFromJson<ScheduleStatus>();
        Assert.Equal(new DateTime(2026, 3, 2, 12, 2, 0, DateTimeKind.Utc), status!.Next);
    }

    [Fact]
    public async Task Two_hosts_fire_a_timer_once_and_the_second_takes_over_when_the_first_stops()
    {
        var one = await StartAsync<Ticks>("0 */5 * * * *");
        await WaitUntilItWaitsAsync();
        await using var two = await StartAsync<Ticks>("0 */5 * * * *");
        clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal("12:05:00", await recorder.NextAsync());
        await one.DisposeAsync();
        await WaitUntilItWaitsAsync();
        clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal("12:10:00", await recorder.NextAsync());
        Assert.Equal(2, recorder.All.Count);
    }

    [Fact]
    public async Task Takes_over_within_the_lease_time_when_the_other_host_died()
    {
        await using (await StartAsync<Ticks>("0 */5 * * * *"))
        {
            await WaitUntilItWaitsAsync();
        }

        // A host that died holds its lease until it runs out.
        var deadHost = Container.GetBlobClient($"locks/{hostId}/Host.Functions.Ticks.Listener").GetBlobLeaseClient();
        await deadHost.AcquireAsync(TimeSpan.FromSeconds(15));
        await using var next = await StartAsync<Ticks>("0 */5 * * * *");
        await WaitUntilItWaitsAsync();
        clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal("12:05:00", await recorder.NextAsync());
    }

    [Theory]
    [InlineData("every day")]
    [InlineData("0 61 * * * *")]
    [InlineData("00:00:00")]
    public async Task Refuses_to_start_with_a_schedule_that_is_none(string schedule)
    {
        var error = await Assert.ThrowsAsync<HostStartException>(() => StartAsync<Ticks>(schedule));
        Assert.Contains($"'{schedule}' of the function 'Ticks'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_to_start_when_the_schedules_setting_is_missing()
    {
        var error = await Assert.ThrowsAsync<HostStartException>(() => StartAsync<Ticks>(null));
        Assert.Contains("The setting 'Schedule' is missing", error.Message, StringComparison.Ordinal);
    }

    private BlobContainerClient Container => new(azurite.ConnectionString, "azure-webjobs-hosts");

    private BlobClient Status(string function) =>
        Container.GetBlobClient($"timers/{hostId}/Host.Functions.{function}/status");

    private Task<FunctionApp> StartAsync<T>(string? schedule, Action<IServiceCollection>? services = null) =>
        FunctionApp.StartAsync(
            new FunctionTypes(typeof(T)),
            new Dictionary<string, string?>
            {
                ["AzureWebJobsStorage"] = azurite.ConnectionString,
                ["AzureFunctionsWebHost:hostid"] = hostId,
                ["Schedule"] = schedule,
            },
            builder =>
            {
                builder.ConfigureFunctionsWebApplication();
                builder.Services.AddSingleton(recorder).AddSingleton<TimeProvider>(clock);
                services?.Invoke(builder.Services);
            }
        );

    private async Task WaitUntilItWaitsAsync()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(40));
        while (clock.PendingTimers == 0)
        {
            await Task.Delay(10, deadline.Token);
        }
    }

    /// <summary>Moves the clock second by second until the function has run.</summary>
    private async Task<string> AdvanceToNextRunAsync()
    {
        await WaitUntilItWaitsAsync();
        while (clock.PendingTimers > 0)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        return await recorder.NextAsync();
    }

    private static string Time(DateTime instant) => instant.ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Time(TimeProvider clock) => Time(clock.GetUtcNow().UtcDateTime);

    public sealed class Ticks(Recorder recorder, TimeProvider clock)
    {
        [Function("Ticks")]
        public void Run([TimerTrigger("%Schedule%")] TimerInfo timer) =>
            recorder.Note(timer.IsPastDue ? "late" : Time(clock));
    }

    public sealed class Eager(Recorder recorder, TimeProvider clock)
    {
        [Function("Eager")]
        public void Run([TimerTrigger("%Schedule%", RunOnStartup = true)] TimerInfo timer) =>
            recorder.Note(timer.IsPastDue ? "late" : Time(clock));
    }

    public sealed class Statuses(Recorder recorder)
    {
        [Function("Statuses")]
        public void Run([TimerTrigger("%Schedule%")] TimerInfo timer)
        {
            var status = timer.ScheduleStatus;
            var last = status?.Last == default(DateTime) ? "never" : Time(status?.Last ?? default);
            recorder.Note(status is null ? $"none {timer.IsPastDue}" : $"{last} {Time(status.Next)} {timer.IsPastDue}");
        }
    }

    public sealed class Lasting(Recorder recorder, TimeProvider clock, TaskCompletionSource release)
    {
        [Function("Lasting")]
        public async Task RunAsync([TimerTrigger("%Schedule%")] TimerInfo timer)
        {
            recorder.Note($"start {Time(clock)}{(timer.IsPastDue ? " late" : "")}");
            await release.Task;
            recorder.Note($"end {Time(clock)}");
        }
    }

    public sealed class Throwing(Recorder recorder, TimeProvider clock)
    {
        [Function("Throwing")]
        public void Run([TimerTrigger("%Schedule%")] TimerInfo timer)
        {
            recorder.Note(Time(clock));
            throw new InvalidOperationException($"{timer.IsPastDue}");
        }
    }
}
