using System.Collections.Concurrent;
using System.Diagnostics;
using AgentTrader.Emulator.Durable;
using AgentTrader.Emulator.Hosting;
using AgentTrader.Testing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace AgentTrader.Emulator.Tests.Durable;

/// <summary>Hosts that die, hosts that share a hub: no step is lost and none counts twice.</summary>
public sealed class RecoveryTests(AzuriteFixture azurite)
{
    private const int Steps = 4;
    private static readonly FunctionTypes Types = new(typeof(Functions));
    private static readonly TimeSpan Visibility = TimeSpan.FromSeconds(2);

    [Theory]
    [InlineData(Checkpoint.EpisodeCommitted, 1, 1)]
    [InlineData(Checkpoint.EpisodeCommitted, 3, 1)]
    [InlineData(Checkpoint.EpisodeCommitted, 5, 1)]
    // The next host sends the activity's message again; the first message may have been run already, and comes again too if the
    // host died before it was deleted.
    [InlineData(Checkpoint.EpisodeSent, 1, 3)]
    [InlineData(Checkpoint.EpisodeSent, 3, 3)]
    [InlineData(Checkpoint.ActivityRan, 2, 2)]
    [InlineData(Checkpoint.ActivityResultSent, 2, 2)]
    public async Task A_host_that_dies_between_two_writes_loses_nothing(
        object at, // internal to the stand-in
        int occurrence,
        int mostRuns
    )
    {
        var id = $"{at}-{occurrence}";
        var (hub, died) = await StartHostThatDiesAsync((Checkpoint)at, occurrence);
        await using var first = hub;
        var options = new StartOrchestrationOptions(id);
        await hub.Client.ScheduleNewOrchestrationInstanceAsync(nameof(Functions.Counts), options);
        await died.WaitAsync(TimeSpan.FromSeconds(30));
        await hub.StopAsync();

        await using var second = await DurableApp.StartAsync(azurite, Types, hub: hub.Hub, visibility: Visibility);
        var end = await second.EndOfAsync(id);
        Assert.Equal("1,2,3,4", end.ReadOutputAs<string>());
        await AssertEachCompletionOnceAsync(second, id, Steps);
        for (var step = 1; step <= Steps; step++)
        {
            Assert.InRange(Functions.Ran[(id, step)], 1, mostRuns);
        }
    }

    [Fact]
    public async Task A_host_that_dies_while_it_continues_as_new_loses_nothing()
    {
        var (hub, died) = await StartHostThatDiesAsync(Checkpoint.EpisodeCommitted, 3);
        await using var first = hub;
        var options = new StartOrchestrationOptions("renewed");
        await hub.Client.ScheduleNewOrchestrationInstanceAsync(nameof(Functions.CountsDown), 4, options);
        await died.WaitAsync(TimeSpan.FromSeconds(30));
        await hub.StopAsync();

        await using var second = await DurableApp.StartAsync(azurite, Types, hub: hub.Hub, visibility: Visibility);
        Assert.Equal("landed", (await second.EndOfAsync("renewed")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_orchestration_whose_client_died_before_it_stored_the_row_begins_all_the_same()
    {
        await using var app = await DurableApp.StartAsync(azurite, Types);
        await SendStartAsync(app, "orphan", "first");
        Assert.Equal("1,2,3,4", (await app.EndOfAsync("orphan")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_start_that_was_refused_begins_nothing_later_and_one_that_replaces_an_ended_execution_does()
    {
        await using var app = await DurableApp.StartAsync(azurite, Types);
        await SendStartAsync(app, "once", "first");
        await app.EndOfAsync("once");
        await SendStartAsync(app, "once", "late");
        await SendStartAsync(app, "once", "next", replaces: "first");
        await Eventually.GetAsync(
            async () => (await app.Service<TaskHub>().Instances.LoadAsync("once", CancellationToken.None))!.Instance,
            instance => instance.ExecutionId != "first" && instance.IsFinished
        );
        Assert.Equal(2, Functions.Ran[("once", Steps)]);
    }

    [Fact]
    public async Task A_timer_outlives_the_host_that_set_it()
    {
        var clock = new ManualTimeProvider(new(2026, 3, 2, 14, 30, 0, TimeSpan.Zero));
        var first = await DurableApp.StartAsync(azurite, Types, clock);
        var id = await first.Client.ScheduleNewOrchestrationInstanceAsync(nameof(Functions.WaitsTenMinutes));
        await first.UntilStatusAsync(id, "waiting");
        await first.DisposeAsync();

        clock.Advance(TimeSpan.FromMinutes(10));
        await using var second = await DurableApp.StartAsync(azurite, Types, clock, first.Hub);
        Assert.Equal("expired", (await second.EndOfAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_orchestration_waits_through_a_restart()
    {
        var first = await DurableApp.StartAsync(azurite, Types);
        var id = await first.Client.ScheduleNewOrchestrationInstanceAsync(nameof(Functions.WaitsTenMinutes));
        await first.UntilStatusAsync(id, "waiting");
        await first.DisposeAsync();

        await using var second = await DurableApp.StartAsync(azurite, Types, hub: first.Hub);
        await second.Client.RaiseEventAsync(id, "Approved", "by Ada");
        Assert.Equal("by Ada", (await second.EndOfAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_stopping_host_lets_a_running_activity_finish()
    {
        var first = await DurableApp.StartAsync(azurite, Types);
        Functions.Release = new();
        var id = await first.Client.ScheduleNewOrchestrationInstanceAsync(nameof(Functions.WaitsForRelease));
        await Functions.Entered.Task.WaitAsync(TimeSpan.FromSeconds(30));
        var stopping = first.StopAsync();
        Assert.False(stopping.IsCompleted);
        Functions.Release.SetResult();
        await stopping;
        await first.DisposeAsync();

        await using var second = await DurableApp.StartAsync(azurite, Types, hub: first.Hub);
        Assert.Equal("released once", (await second.EndOfAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Two_hosts_share_a_hundred_orchestrations()
    {
        await using var first = await DurableApp.StartAsync(azurite, Types);
        await using var second = await DurableApp.StartAsync(azurite, Types, hub: first.Hub);
        var ids = Enumerable.Range(0, 100).Select(i => $"shared-{i}").ToArray();
        await Task.WhenAll(
            ids.Select(
                (id, i) =>
                    (i % 2 == 0 ? first : second).Client.ScheduleNewOrchestrationInstanceAsync(
                        nameof(Functions.CountsThenWaits),
                        new StartOrchestrationOptions(id)
                    )
            )
        );
        await Task.WhenAll(
            ids.Select((id, i) => (i % 2 == 0 ? second : first).Client.RaiseEventAsync(id, "Approved", id))
        );
        foreach (var id in ids)
        {
            Assert.Equal($"1,2,{id}", (await first.EndOfAsync(id)).ReadOutputAs<string>());
            await AssertEachCompletionOnceAsync(second, id, 2);
            Assert.Equal(1, Functions.Ran[(id, 1)]);
            Assert.Equal(1, Functions.Ran[(id, 2)]);
        }
    }

    [Fact]
    public async Task Two_hosts_share_orchestrations_that_continue_as_new()
    {
        await using var first = await DurableApp.StartAsync(azurite, Types);
        await using var second = await DurableApp.StartAsync(azurite, Types, hub: first.Hub);
        var ids = await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(_ => first.Client.ScheduleNewOrchestrationInstanceAsync(nameof(Functions.CallsACountdown), 5))
        );
        foreach (var id in ids)
        {
            Assert.Equal("landed", (await second.EndOfAsync(id)).ReadOutputAs<string>());
        }
    }

    [Fact]
    public async Task One_orchestration_takes_at_least_five_steps_a_second()
    {
        await using var app = await DurableApp.StartAsync(azurite, Types);
        await app.RunAsync(nameof(Functions.Counts));
        var watch = Stopwatch.StartNew();
        await app.RunAsync(nameof(Functions.TwentySteps));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(4), $"Twenty steps took {watch.Elapsed}.");
    }

    private async Task<(DurableApp Host, Task Died)> StartHostThatDiesAsync(Checkpoint at, int occurrence)
    {
        var host = await DurableApp.StartAsync(azurite, Types, visibility: Visibility, drainSeconds: 0);
        var died = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var seen = 0;
        host.Service<OrchestrationProcessor>().Reached = async reached =>
        {
            if (died.Task.IsCompleted || (reached == at && Interlocked.Increment(ref seen) == occurrence))
            {
                died.TrySetResult();
                await Task.Delay(Timeout.Infinite);
            }
        };
        return (host, died.Task);
    }

    /// <summary>What a client does first when it starts an orchestration, and no more.</summary>
    private static Task SendStartAsync(DurableApp app, string id, string executionId, string? replaces = null) =>
        app.Service<TaskHub>()
            .SendAsync(
                EpisodePlanner.StartOf(new Instance(id, nameof(Functions.Counts), executionId), []) with
                {
                    Replaces = replaces,
                },
                CancellationToken.None
            );

    private static async Task AssertEachCompletionOnceAsync(DurableApp app, string id, int count)
    {
        var state = await app.Service<TaskHub>().Instances.LoadAsync(id, CancellationToken.None);
        var completed = state!.History.Where(entry => entry.Kind == HistoryEventKind.TaskCompleted);
        Assert.Equal(Enumerable.Range(0, count), completed.Select(entry => entry.TaskId).Order());
    }

    public static class Functions
    {
        public static ConcurrentDictionary<(string Id, int Step), int> Ran { get; } = new();

        public static TaskCompletionSource Entered { get; } = new();

        public static TaskCompletionSource Release { get; set; } = new();

        [Function(nameof(Counts))]
        public static Task<string> Counts([OrchestrationTrigger] TaskOrchestrationContext context) =>
            CountToAsync(context, Steps);

        [Function(nameof(TwentySteps))]
        public static Task<string> TwentySteps([OrchestrationTrigger] TaskOrchestrationContext context) =>
            CountToAsync(context, 20);

        [Function(nameof(CountsThenWaits))]
        public static async Task<string> CountsThenWaits([OrchestrationTrigger] TaskOrchestrationContext context)
        {
            var counted = await CountToAsync(context, 2);
            return $"{counted},{await context.WaitForExternalEvent<string>("Approved")}";
        }

        [Function(nameof(CountsDown))]
        public static async Task<string> CountsDown([OrchestrationTrigger] TaskOrchestrationContext context, int left)
        {
            await context.CallActivityAsync<int>(nameof(Step), left);
            if (left > 0)
            {
                context.ContinueAsNew(left - 1);
            }

            return "landed";
        }

        [Function(nameof(CallsACountdown))]
        public static Task<string> CallsACountdown([OrchestrationTrigger] TaskOrchestrationContext context, int from) =>
            context.CallSubOrchestratorAsync<string>(nameof(CountsDown), from);

        [Function(nameof(WaitsTenMinutes))]
        public static async Task<string> WaitsTenMinutes([OrchestrationTrigger] TaskOrchestrationContext context)
        {
            context.SetCustomStatus("waiting");
            try
            {
                return await context.WaitForExternalEvent<string>("Approved", TimeSpan.FromMinutes(10));
            }
            catch (TaskCanceledException)
            {
                return "expired";
            }
        }

        [Function(nameof(WaitsForRelease))]
        public static Task<string> WaitsForRelease([OrchestrationTrigger] TaskOrchestrationContext context) =>
            context.CallActivityAsync<string>(nameof(Hold));

        [Function(nameof(Step))]
        public static int Step([ActivityTrigger] int step, string instanceId)
        {
            Ran.AddOrUpdate((instanceId, step), 1, (_, count) => count + 1);
            return step;
        }

        [Function(nameof(Hold))]
        public static async Task<string> Hold([ActivityTrigger] string? input)
        {
            Assert.True(Entered.TrySetResult());
            await Release.Task;
            return "released once";
        }

        private static async Task<string> CountToAsync(TaskOrchestrationContext context, int count)
        {
            var steps = new List<int>();
            for (var step = 1; step <= count; step++)
            {
                steps.Add(await context.CallActivityAsync<int>(nameof(Step), step));
            }

            return string.Join(',', steps);
        }
    }
}
