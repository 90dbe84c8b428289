using AgentTrader.Emulator.Durable;
using Azure.Core.Serialization;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging.Abstractions;

namespace AgentTrader.Emulator.Tests.Durable;

/// <summary>The replay engine by itself, over histories in memory.</summary>
public sealed class ReplayTests
{
    private static readonly WorkerConverter Converter = new(
        new JsonObjectSerializer(),
        new Dictionary<string, string>()
    );
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 14, 30, 0, TimeSpan.Zero);

    [Fact]
    public void Sixty_four_random_histories_replay_to_the_same_requests_and_the_same_end()
    {
        var outcomes = new HashSet<string>();
        for (var seed = 0; seed < 64; seed++)
        {
            var (history, output) = Live(Trade, new Random(seed));
            outcomes.Add(output);

            // From any point of its history the orchestrator asks for nothing that it has not asked for.
            for (var length = 1; length < history.Count; length++)
            {
                if (history[length].Kind == HistoryEventKind.EpisodeStarted)
                {
                    var replay = Run(Trade, history[..length], []);
                    Assert.Empty(replay.Actions);
                    Assert.False(replay.Completed);
                }
            }

            var whole = Run(Trade, history, []);
            Assert.True(whole.Completed);
            Assert.Equal(output, whole.Output);
            Assert.Empty(whole.Actions);
        }

        Assert.Equal(["\"expired\"", "\"filled 6\"", "\"rejected\""], outcomes.Order());
    }

    [Fact]
    public void WhenAll_throws_the_failure_that_came_first()
    {
        Func<TaskOrchestrationContext, Task<object?>> both = async context =>
        {
            var first = context.CallActivityAsync("A");
            var second = context.CallActivityAsync("B");
            try
            {
                await Task.WhenAll(first, second);
                return "none";
            }
            catch (TaskFailedException error)
            {
                return error.TaskName;
            }
        };
        var begun = Begin(both);
        var end = Run(both, begun, [At(1), Failed(1, "x"), Failed(0, "y")]);
        Assert.Equal("\"B\"", end.Output);
    }

    [Fact]
    public void A_completion_that_comes_twice_counts_once()
    {
        Func<TaskOrchestrationContext, Task<object?>> one = async context =>
            await context.CallActivityAsync<int>("A") + await context.CallActivityAsync<int>("A");
        var begun = Begin(one);
        var next = Run(one, begun, [At(1), Completed(0, "1"), Completed(0, "50")]);
        Assert.False(next.Completed);
        Assert.Single(next.Actions);
    }

    [Theory]
    [InlineData("timer", "instead produced a CreateTimerOrchestratorAction action")]
    [InlineData("nothing", "hasn't (yet?) scheduled this task")]
    [InlineData("other", "instead scheduled a task named 'B'")]
    public void Says_what_the_code_does_instead_of_what_its_history_says(string instead, string expected)
    {
        Func<TaskOrchestrationContext, Task<object?>> before = async context =>
            await context.CallActivityAsync<int>("A");
        Func<TaskOrchestrationContext, Task<object?>> after = async context =>
        {
            await (
                instead switch
                {
                    "timer" => context.CreateTimer(TimeSpan.FromSeconds(1), CancellationToken.None),
                    "other" => context.CallActivityAsync("B"),
                    _ => context.WaitForExternalEvent<int>("A"),
                }
            );
            return null;
        };
        var end = Run(after, Begin(before), [At(1), Completed(0, "1")]);
        Assert.Contains(expected, end.Failure!.ErrorMessage, StringComparison.Ordinal);
        Assert.Empty(end.Actions);
    }

    [Fact]
    public void A_request_made_while_suspended_is_held_until_resumed()
    {
        Func<TaskOrchestrationContext, Task<object?>> two = async context =>
        {
            await context.CallActivityAsync("A");
            await context.CallActivityAsync("B");
            return null;
        };
        var begun = Begin(two);
        HistoryEvent[] held = [At(1), new(HistoryEventKind.Suspended), Completed(0, "1")];
        var suspended = Run(two, begun, held);
        Assert.True(suspended.Suspended);
        Assert.Empty(suspended.Actions);
        var resumed = Run(two, [.. begun, .. held], [At(2), new(HistoryEventKind.Resumed)]);
        Assert.Equal("B", Assert.Single(resumed.Actions).Event.Name);
    }

    [Fact]
    public void A_GUID_is_the_one_the_official_library_makes()
    {
        // Version 5 over "instance_2026-03-02T14:30:00.0000000Z_0" in the library's namespace, by Python's uuid.uuid5.
        var guid = ReplayGuid.Create("instance", Start.UtcDateTime, 0);
        Assert.Equal(Guid.Parse("0cd3f07a-6100-5a2e-8af8-4a83c3722785"), guid);
    }

    private static async Task<object?> Trade(TaskOrchestrationContext context)
    {
        await context.CallActivityAsync("Notify", context.NewGuid());
        try
        {
            if (!await context.WaitForExternalEvent<bool>("Approved", TimeSpan.FromMinutes(10)))
            {
                return "rejected";
            }
        }
        catch (TaskCanceledException)
        {
            return "expired";
        }

        var policy = new RetryPolicy(3, TimeSpan.FromSeconds(1), 2);
        var tranches = await Task.WhenAll(
            Enumerable.Range(1, 3).Select(i => context.CallActivityAsync<int>("Fill", i, new TaskOptions(policy)))
        );
        return $"filled {tranches.Sum()}";
    }

    /// <summary>Plays the world: answers requests in a random order, with failures that a retry mends, until the end.</summary>
    private static (List<HistoryEvent> History, string Output) Live(
        Func<TaskOrchestrationContext, Task<object?>> orchestrator,
        Random random
    )
    {
        var history = new List<HistoryEvent>();
        var open = new List<HistoryEvent>();
        List<HistoryEvent> fresh = [At(0), new(HistoryEventKind.ExecutionStarted) { Name = "Trade" }];
        for (var step = 1; ; step++)
        {
            var result = Run(orchestrator, history, fresh);
            history.AddRange(fresh);
            history.AddRange(result.Actions.Select(action => action.Event));
            open.AddRange(result.Actions.Select(action => action.Event));
            if (result.Completed)
            {
                return (history, result.Output!);
            }

            fresh = [At(step), .. Answers(open, random)];
        }
    }

    private static IEnumerable<HistoryEvent> Answers(List<HistoryEvent> open, Random random)
    {
        if (random.Next(3) == 0)
        {
            var answer = random.Next(2) == 0 ? "true" : "false";
            yield return new(HistoryEventKind.EventRaised) { Name = "APPROVED", Data = answer };
        }

        for (var i = random.Next(3); i > 0 && open.Count > 0; i--)
        {
            var asked = open[random.Next(open.Count)];
            open.Remove(asked);
            yield return asked switch
            {
                { Kind: HistoryEventKind.TimerCreated } => new(HistoryEventKind.TimerFired) { TaskId = asked.TaskId },
                // The first attempts have low numbers; the retries after them succeed.
                { Name: "Fill", TaskId: < 5 } when random.Next(2) == 0 => Failed(asked.TaskId, "market closed"),
                { Name: "Fill" } => Completed(asked.TaskId, "2"),
                _ => Completed(asked.TaskId, null),
            };
        }
    }

    private static List<HistoryEvent> Begin(Func<TaskOrchestrationContext, Task<object?>> orchestrator)
    {
        List<HistoryEvent> fresh = [At(0), new(HistoryEventKind.ExecutionStarted) { Name = "Test" }];
        var result = Run(orchestrator, [], fresh);
        return [.. fresh, .. result.Actions.Select(action => action.Event)];
    }

    private static EpisodeResult Run(
        Func<TaskOrchestrationContext, Task<object?>> orchestrator,
        IEnumerable<HistoryEvent> past,
        IEnumerable<HistoryEvent> fresh
    )
    {
        var started = new HistoryEvent(HistoryEventKind.ExecutionStarted) { Name = "Test" };
        var context = new OrchestratorContext("instance", started, Converter, NullLoggerFactory.Instance);
        return new Episode(context, Converter).Run(past, fresh, () => orchestrator(context));
    }

    private static HistoryEvent At(int minute) =>
        new(HistoryEventKind.EpisodeStarted) { At = Start.AddMinutes(minute) };

    private static HistoryEvent Completed(int id, string? result) =>
        new(HistoryEventKind.TaskCompleted) { TaskId = id, Data = result };

    private static HistoryEvent Failed(int id, string message) =>
        new(HistoryEventKind.TaskFailed) { TaskId = id, Failure = Failures.Of(message) };
}
