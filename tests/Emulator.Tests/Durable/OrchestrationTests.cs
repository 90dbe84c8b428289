using System.Text.Json;
using AgentTrader.Emulator.Hosting;
using AgentTrader.Testing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AgentTrader.Emulator.Tests.Durable;

/// <summary>What orchestrators and activities can do, and what becomes of their failures.</summary>
public sealed class OrchestrationTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private DurableApp app = null!;

    public async ValueTask InitializeAsync() =>
        app = await DurableApp.StartAsync(
            azurite,
            new FunctionTypes(typeof(Functions), typeof(Injected)),
            configure: builder => builder.Services.AddSingleton(new Greeting("Hello"))
        );

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Calls_activities_one_after_the_other_and_returns_their_result()
    {
        var end = await app.RunAsync(nameof(Functions.Sum), 4);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, end.RuntimeStatus);
        Assert.Equal(10, end.ReadOutputAs<int>());
        Assert.Equal(4, end.ReadInputAs<int>());
    }

    [Fact]
    public async Task Runs_activities_side_by_side()
    {
        var end = await app.RunAsync(nameof(Functions.FanOut), 30);
        Assert.Equal(30 * 31, end.ReadOutputAs<int>());
    }

    [Fact]
    public async Task Finds_functions_by_name_in_any_case()
    {
        var end = await app.RunAsync("SUM", 2);
        Assert.Equal(3, end.ReadOutputAs<int>());
    }

    [Fact]
    public async Task An_activity_may_take_the_instance_id()
    {
        var end = await app.RunAsync(nameof(Functions.WhoAmI), id: "me");
        Assert.Equal("me,me", end.ReadOutputAs<string>());
    }

    [Fact]
    public async Task Stores_PascalCase_and_reads_any_case()
    {
        using var input = JsonDocument.Parse("""{"left":1,"RIGHT":2}""");
        var end = await app.RunAsync(nameof(Functions.Echo), input.RootElement);
        Assert.Equal("""{"Left":1,"Right":2}""", end.SerializedOutput);
    }

    [Fact]
    public async Task Inputs_and_outputs_may_be_missing()
    {
        var end = await app.RunAsync(nameof(Functions.Nothing));
        Assert.Equal(OrchestrationRuntimeStatus.Completed, end.RuntimeStatus);
        Assert.Null(end.SerializedInput);
        Assert.Null(end.SerializedOutput);
    }

    [Fact]
    public async Task Activities_get_services_by_their_constructor()
    {
        var end = await app.RunAsync(nameof(Functions.Greets), "Ada");
        Assert.Equal("Hello Ada", end.ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_failing_activity_surfaces_as_TaskFailedException_without_the_original()
    {
        var end = await app.RunAsync(nameof(Functions.SeesFailure));
        var seen = end.ReadOutputAs<Seen>()!;
        Assert.Equal("Task 'Fail' (#1) failed with an unhandled exception: no funds", seen.Message);
        Assert.Equal("System.InvalidOperationException", seen.ErrorType);
        Assert.Equal("no funds", seen.ErrorMessage);
        Assert.False(seen.HasInnerException);
        Assert.True(seen.IsInvalidOperation);
        Assert.True(seen.IsSomeException);
    }

    [Fact]
    public async Task A_failure_nobody_catches_fails_the_orchestration_with_type_and_message()
    {
        var end = await app.RunAsync(nameof(Functions.Fails));
        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Equal("System.InvalidOperationException: out of order", end.SerializedOutput);
        Assert.Null(end.FailureDetails);
    }

    [Fact]
    public async Task A_failed_activity_nobody_catches_fails_the_orchestration()
    {
        var end = await app.RunAsync(nameof(Functions.FailsByActivity));
        Assert.Equal(
            "Microsoft.DurableTask.TaskFailedException: Task 'Fail' (#0) failed with an unhandled exception: no funds",
            end.SerializedOutput
        );
    }

    [Fact]
    public async Task An_unknown_activity_fails_where_it_is_called()
    {
        var end = await app.RunAsync(nameof(Functions.CallsNobody));
        Assert.StartsWith(
            "Task 'Nobody' (#0) failed with an unhandled exception: The function 'Nobody' doesn't exist, is disabled, or is "
                + "not an activity function. Additional info: The following are the known activity functions: 'Add'",
            end.ReadOutputAs<string>(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task An_input_that_cannot_be_read_fails_the_orchestration()
    {
        var end = await app.RunAsync(nameof(Functions.Sum), "four");
        Assert.StartsWith("System.Text.Json.JsonException: ", end.SerializedOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_result_that_cannot_be_written_fails_the_orchestration()
    {
        var end = await app.RunAsync(nameof(Functions.ReturnsALoop));
        Assert.StartsWith("System.Text.Json.JsonException: ", end.SerializedOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Custom_status_shows_while_it_runs_and_stays()
    {
        var id = await app.Client.ScheduleNewOrchestrationInstanceAsync(nameof(Functions.ShowsStatus));
        await app.UntilStatusAsync(id, "waiting");
        await app.Client.RaiseEventAsync(id, "Go");
        var end = await app.EndOfAsync(id);
        Assert.Equal("done", end.ReadCustomStatusAs<string>());
    }

    [Fact]
    public async Task Continues_as_new_with_another_input_under_the_same_id()
    {
        var end = await app.RunAsync(nameof(Functions.CountsDown), 5, "countdown");
        Assert.Equal("countdown", end.InstanceId);
        Assert.Equal("done at 0", end.ReadOutputAs<string>());
        Assert.Equal(0, end.ReadInputAs<int>());
    }

    [Fact]
    public async Task Events_nobody_read_are_carried_into_the_next_execution()
    {
        var id = await app.Client.ScheduleNewOrchestrationInstanceAsync(nameof(Functions.ReadsOneEventEach), 3);
        foreach (var letter in new[] { "a", "b", "c" })
        {
            await app.Client.RaiseEventAsync(id, "Letter", letter);
        }

        var end = await app.EndOfAsync(id);
        Assert.Equal("done", end.ReadOutputAs<string>());
    }

    [Fact]
    public async Task GUIDs_are_different_from_each_other_and_the_same_at_each_replay()
    {
        var end = await app.RunAsync(nameof(Functions.MakesGuids));
        Assert.Equal("same, different", end.ReadOutputAs<string>());
    }

    [Fact]
    public async Task Replay_safe_loggers_say_a_thing_once()
    {
        await app.RunAsync(nameof(Functions.Logs));
        Assert.Single(app.Logs.Entries, entry => entry.Text == "before the activity");
        Assert.Single(app.Logs.Entries, entry => entry.Text == "after the activity");
    }

    [Fact]
    public async Task Payloads_of_any_size_come_through()
    {
        var text = new string('é', 300_000);
        var end = await app.RunAsync(nameof(Functions.EchoesText), text);
        Assert.Equal(text, end.ReadInputAs<string>());
        Assert.Equal(text + text, end.ReadOutputAs<string>());
    }

    [Fact]
    public async Task Many_payloads_in_one_step_come_through()
    {
        var end = await app.RunAsync(nameof(Functions.EchoesManyTexts), 60);
        Assert.Equal(60 * 29_000, end.ReadOutputAs<int>());
    }

    public static class Functions
    {
        [Function(nameof(Sum))]
        public static async Task<int> Sum([OrchestrationTrigger] TaskOrchestrationContext context, int count)
        {
            var sum = 0;
            for (var i = 1; i <= count; i++)
            {
                sum = await context.CallActivityAsync<int>(nameof(Add), new Pair(sum, i));
            }

            return sum;
        }

        [Function(nameof(FanOut))]
        public static async Task<int> FanOut([OrchestrationTrigger] TaskOrchestrationContext context)
        {
            var numbers = Enumerable.Range(1, context.GetInput<int>());
            var sums = await Task.WhenAll(
                numbers.Select(i => context.CallActivityAsync<int>(nameof(Add), new Pair(i, i)))
            );
            return sums.Sum();
        }

        [Function(nameof(WhoAmI))]
        public static async Task<string> WhoAmI([OrchestrationTrigger] TaskOrchestrationContext context) =>
            context.InstanceId + "," + await context.CallActivityAsync<string>(nameof(Whose));

        [Function(nameof(Echo))]
        public static Pair? Echo([OrchestrationTrigger] TaskOrchestrationContext context) => context.GetInput<Pair>();

        [Function(nameof(Nothing))]
        public static async Task Nothing([OrchestrationTrigger] TaskOrchestrationContext context, string? input)
        {
            Assert.Null(input);
            await context.CallActivityAsync(nameof(Ignore));
        }

        [Function(nameof(Greets))]
        public static Task<string> Greets([OrchestrationTrigger] TaskOrchestrationContext context, string name) =>
            context.CallActivityAsync<string>(nameof(Injected.Greet), name);

        [Function(nameof(SeesFailure))]
        public static async Task<Seen> SeesFailure([OrchestrationTrigger] TaskOrchestrationContext context)
        {
            await context.CallActivityAsync(nameof(Ignore));
            var error = await Assert.ThrowsAsync<TaskFailedException>(() =>
                context.CallActivityAsync(nameof(Fail), "no funds")
            );
            return new(
                error.Message,
                error.FailureDetails.ErrorType,
                error.FailureDetails.ErrorMessage,
                error.InnerException is not null,
                error.FailureDetails.IsCausedBy<InvalidOperationException>(),
                error.FailureDetails.IsCausedBy<Exception>()
            );
        }

        [Function(nameof(Fails))]
        public static Task Fails([OrchestrationTrigger] TaskOrchestrationContext context) =>
            throw new InvalidOperationException("out of order");

        [Function(nameof(FailsByActivity))]
        public static Task FailsByActivity([OrchestrationTrigger] TaskOrchestrationContext context) =>
            context.CallActivityAsync(nameof(Fail), "no funds");

        [Function(nameof(CallsNobody))]
        public static async Task<string> CallsNobody([OrchestrationTrigger] TaskOrchestrationContext context)
        {
            try
            {
                await context.CallActivityAsync("Nobody");
                return "somebody";
            }
            catch (TaskFailedException error)
            {
                return error.Message;
            }
        }

        [Function(nameof(ReturnsALoop))]
        public static object ReturnsALoop([OrchestrationTrigger] TaskOrchestrationContext context)
        {
            var loop = new List<object>();
            loop.Add(loop);
            return loop;
        }

        [Function(nameof(ShowsStatus))]
        public static async Task ShowsStatus([OrchestrationTrigger] TaskOrchestrationContext context)
        {
            context.SetCustomStatus("waiting");
            await context.WaitForExternalEvent<string>("Go");
            context.SetCustomStatus("done");
        }

        [Function(nameof(CountsDown))]
        public static async Task<string> CountsDown([OrchestrationTrigger] TaskOrchestrationContext context, int left)
        {
            await context.CallActivityAsync(nameof(Ignore));
            if (left > 0)
            {
                context.ContinueAsNew(left - 1);
            }

            return $"done at {left}";
        }

        [Function(nameof(ReadsOneEventEach))]
        public static async Task<string> ReadsOneEventEach(
            [OrchestrationTrigger] TaskOrchestrationContext context,
            int left
        )
        {
            // Not read before the others have come too, most of the time.
            await context.CallActivityAsync(nameof(Ignore));
            await context.WaitForExternalEvent<string>("Letter");
            if (left > 1)
            {
                context.ContinueAsNew(left - 1);
            }

            return "done";
        }

        [Function(nameof(MakesGuids))]
        public static async Task<string> MakesGuids([OrchestrationTrigger] TaskOrchestrationContext context)
        {
            var guid = context.NewGuid();
            var other = context.NewGuid();
            var stored = await context.CallActivityAsync<Guid>(nameof(Keep), guid);
            return $"{(stored == guid ? "same" : "changed")}, {(guid == other ? "equal" : "different")}";
        }

        [Function(nameof(Logs))]
        public static async Task Logs([OrchestrationTrigger] TaskOrchestrationContext context)
        {
            var logger = context.CreateReplaySafeLogger("Test");
            logger.Log(LogLevel.Information, "before the activity");
            await context.CallActivityAsync(nameof(Ignore));
            logger.Log(LogLevel.Information, "after the activity");
        }

        [Function(nameof(EchoesText))]
        public static Task<string> EchoesText([OrchestrationTrigger] TaskOrchestrationContext context, string text) =>
            context.CallActivityAsync<string>(nameof(Twice), text);

        [Function(nameof(EchoesManyTexts))]
        public static async Task<int> EchoesManyTexts(
            [OrchestrationTrigger] TaskOrchestrationContext context,
            int count
        )
        {
            var text = new string('x', 14_500);
            var calls = Enumerable.Range(0, count).Select(_ => context.CallActivityAsync<string>(nameof(Twice), text));
            return (await Task.WhenAll(calls)).Sum(doubled => doubled.Length);
        }

        [Function(nameof(Add))]
        public static int Add([ActivityTrigger] Pair pair) => pair.Left + pair.Right;

        [Function(nameof(Whose))]
        public static string Whose([ActivityTrigger] object? input, string instanceId) => instanceId;

        [Function(nameof(Ignore))]
        public static void Ignore([ActivityTrigger] string? input) { }

        [Function(nameof(Keep))]
        public static Guid Keep([ActivityTrigger] Guid input) => input;

        [Function(nameof(Twice))]
        public static string Twice([ActivityTrigger] string text) => text + text;

        [Function(nameof(Fail))]
        public static void Fail([ActivityTrigger] string message) => throw new InvalidOperationException(message);
    }

    public sealed class Injected(Greeting greeting)
    {
        [Function(nameof(Greet))]
        public async Task<string> Greet([ActivityTrigger] string name, CancellationToken cancellationToken)
        {
            await Task.Delay(1, cancellationToken);
            return $"{greeting.Text} {name}";
        }
    }

    public sealed record Greeting(string Text);

    public sealed record Pair(int Left, int Right);

    public sealed record Seen(
        string Message,
        string ErrorType,
        string ErrorMessage,
        bool HasInnerException,
        bool IsInvalidOperation,
        bool IsSomeException
    );
}
