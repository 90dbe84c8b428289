using System.Text.Json;
using AgentTrader.Emulator.Hosting;
using AgentTrader.Testing;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace AgentTrader.Emulator.Tests.Durable;

/// <summary>What orchestrators and activities can do, and what becomes of their failures.</summary>
public sealed partial class OrchestrationTests(AzuriteFixture azurite) : IAsyncLifetime
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
}
