using System.Diagnostics;
using AgentTrader.Emulator.Hosting;
using AgentTrader.Testing;
using Grpc.Core;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace AgentTrader.Emulator.Tests.Durable;

/// <summary>Waiting for people and for time, on a clock that the test moves.</summary>
public sealed class EventAndTimerTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 14, 30, 0, TimeSpan.Zero);
    private readonly ManualTimeProvider clock = new(Start);
    private DurableApp app = null!;

    public async ValueTask InitializeAsync() =>
        app = await DurableApp.StartAsync(azurite, new FunctionTypes(typeof(Functions)), clock);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task A_ten_minute_timeout_passes_when_the_clock_does()
    {
        var id = await StartAsync(nameof(Functions.Approval));
        await app.UntilStatusAsync(id, "waiting");
        await AdvanceAsync(TimeSpan.FromMinutes(10));
        var end = await app.EndOfAsync(id);
        Assert.Equal("expired", end.ReadOutputAs<string>());
        Assert.Equal(Start.AddMinutes(10), end.LastUpdatedAt);
    }

    [Fact]
    public async Task A_timeout_does_not_pass_a_second_early()
    {
        var id = await StartAsync(nameof(Functions.Approval));
        await app.UntilStatusAsync(id, "waiting");
        await AdvanceAsync(TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(1));
        await app.Client.RaiseEventAsync(id, "Approved", true);
        Assert.Equal("True", (await app.EndOfAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_event_that_comes_in_time_wins_and_the_cancelled_timer_holds_nothing_up()
    {
        var id = await StartAsync(nameof(Functions.Approval));
        await app.UntilStatusAsync(id, "waiting");
        await app.Client.RaiseEventAsync(id, "Approved", true);
        Assert.Equal("True", (await app.EndOfAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_event_and_a_timer_that_race_give_one_outcome()
    {
        var ids = new List<string>();
        for (var i = 0; i < 10; i++)
        {
            ids.Add(await StartAsync(nameof(Functions.Approval)));
        }

        foreach (var id in ids)
        {
            await app.UntilStatusAsync(id, "waiting");
        }

        var raising = Task.WhenAll(ids.Select(RaiseUnlessOverAsync));
        await AdvanceAsync(TimeSpan.FromMinutes(10));
        await raising;
        foreach (var id in ids)
        {
            var end = await app.EndOfAsync(id);
            Assert.Equal(OrchestrationRuntimeStatus.Completed, end.RuntimeStatus);
            Assert.Contains(end.ReadOutputAs<string>(), new[] { "True", "expired" });
        }
    }

    [Fact]
    public async Task An_open_timer_keeps_a_returned_orchestration_running_until_it_fires()
    {
        var id = await StartAsync(nameof(Functions.ForgetsItsTimer));
        await app.UntilStatusAsync(id, "returning");
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await app.Client.GetInstanceAsync(id))!.RuntimeStatus);
        await AdvanceAsync(TimeSpan.FromMinutes(5));
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await app.EndOfAsync(id)).RuntimeStatus);
    }

    [Fact]
    public async Task A_timer_already_due_fires()
    {
        var end = await app.RunAsync(nameof(Functions.WaitsForYesterday));
        Assert.Equal(OrchestrationRuntimeStatus.Completed, end.RuntimeStatus);
    }

    [Fact]
    public async Task A_timer_of_a_week_is_made_of_shorter_ones()
    {
        var id = await StartAsync(nameof(Functions.WaitsAWeek));
        await app.UntilStatusAsync(id, "waiting");
        for (var day = 0; day < 7; day++)
        {
            await AdvanceAsync(TimeSpan.FromDays(1));
            await UntilTimerIsSetOrAsync(id);
        }

        Assert.Equal(Start.AddDays(7).UtcDateTime, (await app.EndOfAsync(id)).ReadOutputAs<DateTime>());
    }

    [Fact]
    public async Task Time_stands_still_within_a_step_and_moves_between_steps()
    {
        var id = await StartAsync(nameof(Functions.ReadsTheTime));
        await app.UntilStatusAsync(id, "waiting");
        await AdvanceAsync(TimeSpan.FromMinutes(1));
        var times = (await app.EndOfAsync(id)).ReadOutputAs<DateTime[]>()!;
        Assert.Equal([Start.UtcDateTime, Start.UtcDateTime, Start.AddMinutes(1).UtcDateTime], times);
        Assert.All(times, time => Assert.Equal(DateTimeKind.Utc, time.Kind));
    }

    [Fact]
    public async Task An_event_that_comes_before_the_wait_is_kept_and_its_name_matches_in_any_case()
    {
        var id = await StartAsync(nameof(Functions.WaitsLate));
        await app.Client.RaiseEventAsync(id, "SIGNAL", "early");
        await app.Client.RaiseEventAsync(id, "Begin");
        Assert.Equal("early", (await app.EndOfAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Early_events_of_one_name_come_in_the_order_they_were_raised()
    {
        var id = await StartAsync(nameof(Functions.ReadsThreeLate));
        foreach (var text in new[] { "1", "2", "3" })
        {
            await app.Client.RaiseEventAsync(id, "Signal", text);
        }

        await app.Client.RaiseEventAsync(id, "Begin");
        Assert.Equal("123", (await app.EndOfAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task The_latest_of_several_waiters_is_served_first()
    {
        var id = await StartAsync(nameof(Functions.WaitsTwice));
        await app.UntilStatusAsync(id, "waiting");
        await app.Client.RaiseEventAsync(id, "Signal", "a");
        await app.Client.RaiseEventAsync(id, "Signal", "b");
        Assert.Equal("first got b, second got a", (await app.EndOfAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Waiters_of_one_event_share_its_type()
    {
        var end = await app.RunAsync(nameof(Functions.WaitsForTwoTypes));
        Assert.Equal(
            "System.ArgumentException: Events with the same name must have the same type argument. Expected System.String but was requested System.Int32.",
            end.SerializedOutput
        );
    }

    [Fact]
    public async Task A_cancelled_timer_throws_TaskCanceledException()
    {
        var end = await app.RunAsync(nameof(Functions.CancelsItsTimer));
        Assert.Equal("System.Threading.Tasks.TaskCanceledException", end.ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_orchestration_raises_an_event_in_another()
    {
        var waiting = await StartAsync(nameof(Functions.Approval));
        await app.UntilStatusAsync(waiting, "waiting");
        await app.RunAsync(nameof(Functions.Approves), waiting);
        Assert.Equal("True", (await app.EndOfAsync(waiting)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_orchestration_can_be_started_for_later()
    {
        var options = new StartOrchestrationOptions("later", clock.GetUtcNow().AddHours(1));
        await app.Client.ScheduleNewOrchestrationInstanceAsync(nameof(Functions.WaitsForYesterday), options);
        Assert.Equal(OrchestrationRuntimeStatus.Pending, (await app.Client.GetInstanceAsync("later"))!.RuntimeStatus);
        await AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await app.EndOfAsync("later")).RuntimeStatus);
    }

    [Fact]
    public async Task In_real_time_a_timer_fires_and_never_before_its_due_time()
    {
        await using var real = await DurableApp.StartAsync(azurite, new FunctionTypes(typeof(Functions)));
        var watch = Stopwatch.StartNew();
        var end = await real.RunAsync(nameof(Functions.WaitsASecond));
        Assert.Equal(OrchestrationRuntimeStatus.Completed, end.RuntimeStatus);
        // How late it is says more of the machine than of the timer: that is for ./bench.
        Assert.True(watch.Elapsed >= TimeSpan.FromSeconds(1), $"it fired {watch.Elapsed} after the start");
    }

    private async Task RaiseUnlessOverAsync(string id)
    {
        try
        {
            await app.Client.RaiseEventAsync(id, "Approved", true);
        }
        catch (RpcException)
        {
            // The timer was faster.
        }
    }

    private Task<string> StartAsync(TaskName name) => app.Client.ScheduleNewOrchestrationInstanceAsync(name);

    private async Task AdvanceAsync(TimeSpan by)
    {
        await UntilTimerIsSetOrAsync(null);
        clock.Advance(by);
    }

    // The status is stored with the step that asks for the timer; the timer itself a moment after it.
    private async Task UntilTimerIsSetOrAsync(string? isOver)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        deadline.Token.Register(() =>
            Console.WriteLine(
                string.Join('\n', app.Logs.Entries.Where(e => e.Level >= Microsoft.Extensions.Logging.LogLevel.Warning))
            )
        );
        while (clock.PendingTimers == 0)
        {
            if (isOver is not null && (await app.Client.GetInstanceAsync(isOver))!.IsCompleted)
            {
                return;
            }

            await Task.Delay(5, deadline.Token);
        }
    }

    public static class Functions
    {
        [Function(nameof(Approval))]
        public static async Task<string> Approval([OrchestrationTrigger] TaskOrchestrationContext context)
        {
            context.SetCustomStatus("waiting");
            try
            {
                var answer = await context.WaitForExternalEvent<bool>("Approved", TimeSpan.FromMinutes(10));
                return answer.ToString();
            }
            catch (TaskCanceledException)
            {
                return "expired";
            }
        }

        [Function(nameof(ForgetsItsTimer))]
        public static void ForgetsItsTimer([OrchestrationTrigger] TaskOrchestrationContext context)
        {
            context.SetCustomStatus("returning");
            _ = context.CreateTimer(TimeSpan.FromMinutes(5), CancellationToken.None);
        }

        [Function(nameof(WaitsForYesterday))]
        public static Task WaitsForYesterday([OrchestrationTrigger] TaskOrchestrationContext context) =>
            context.CreateTimer(context.CurrentUtcDateTime.AddDays(-1), CancellationToken.None);

        [Function(nameof(WaitsAWeek))]
        public static async Task<DateTime> WaitsAWeek([OrchestrationTrigger] TaskOrchestrationContext context)
        {
            context.SetCustomStatus("waiting");
            await context.CreateTimer(TimeSpan.FromDays(7), CancellationToken.None);
            return context.CurrentUtcDateTime;
        }

        [Function(nameof(WaitsASecond))]
        public static Task WaitsASecond([OrchestrationTrigger] TaskOrchestrationContext context) =>
            context.CreateTimer(TimeSpan.FromSeconds(1), CancellationToken.None);

        [Function(nameof(ReadsTheTime))]
        public static async Task<DateTime[]> ReadsTheTime([OrchestrationTrigger] TaskOrchestrationContext context)
        {
            var first = context.CurrentUtcDateTime;
            context.SetCustomStatus("waiting");
            var second = context.CurrentUtcDateTime;
            await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
            return [first, second, context.CurrentUtcDateTime];
        }

        [Function(nameof(WaitsLate))]
        public static async Task<string> WaitsLate([OrchestrationTrigger] TaskOrchestrationContext context)
        {
            await context.WaitForExternalEvent<object?>("Begin");
            return await context.WaitForExternalEvent<string>("signal");
        }

        [Function(nameof(ReadsThreeLate))]
        public static async Task<string> ReadsThreeLate([OrchestrationTrigger] TaskOrchestrationContext context)
        {
            await context.WaitForExternalEvent<object?>("Begin");
            var text = "";
            for (var i = 0; i < 3; i++)
            {
                text += await context.WaitForExternalEvent<string>("Signal");
            }

            return text;
        }

        [Function(nameof(WaitsTwice))]
        public static async Task<string> WaitsTwice([OrchestrationTrigger] TaskOrchestrationContext context)
        {
            var first = context.WaitForExternalEvent<string>("Signal");
            var second = context.WaitForExternalEvent<string>("Signal");
            context.SetCustomStatus("waiting");
            return $"first got {await first}, second got {await second}";
        }

        [Function(nameof(WaitsForTwoTypes))]
        public static Task WaitsForTwoTypes([OrchestrationTrigger] TaskOrchestrationContext context) =>
            Task.WhenAll(context.WaitForExternalEvent<string>("Signal"), context.WaitForExternalEvent<int>("Signal"));

        [Function(nameof(CancelsItsTimer))]
        public static async Task<string> CancelsItsTimer([OrchestrationTrigger] TaskOrchestrationContext context)
        {
            using var cancellation = new CancellationTokenSource();
            var timer = context.CreateTimer(TimeSpan.FromDays(1), cancellation.Token);
            cancellation.Cancel();
            try
            {
                await timer;
                return "fired";
            }
            catch (OperationCanceledException error)
            {
                return error.GetType().FullName!;
            }
        }

        [Function(nameof(Approves))]
        public static void Approves([OrchestrationTrigger] TaskOrchestrationContext context, string whom) =>
            context.SendEvent(whom, "approved", true);
    }
}
