using AgentTrader.Emulator.Hosting;
using AgentTrader.Testing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace AgentTrader.Emulator.Tests.Durable;

public sealed class SubOrchestrationTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private DurableApp app = null!;

    public async ValueTask InitializeAsync() =>
        app = await DurableApp.StartAsync(azurite, new FunctionTypes(typeof(Functions)));

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task A_sub_orchestration_knows_its_parent_and_has_an_id_of_32_hexadecimal_characters()
    {
        var end = await app.RunAsync(nameof(Functions.Calls), nameof(Functions.TellsParent), "parent");
        var parts = end.ReadOutputAs<string>()!.Split(' ');
        Assert.Equal(["Calls", "parent"], parts[..2]);
        Assert.Matches("^[0-9a-f]{32}$", parts[2]);
        Assert.Equal(
            OrchestrationRuntimeStatus.Completed,
            (await app.Client.GetInstanceAsync(parts[2]))!.RuntimeStatus
        );
    }

    [Fact]
    public async Task A_failing_sub_orchestration_surfaces_with_what_failed_in_it()
    {
        var end = await app.RunAsync(nameof(Functions.Calls), nameof(Functions.Fails));
        Assert.Equal(
            "Microsoft.DurableTask.TaskFailedException: Task 'Fails' (#0) failed with an unhandled exception: bad news",
            end.SerializedOutput
        );
    }

    [Fact]
    public async Task An_unknown_sub_orchestrator_fails_where_it_is_called()
    {
        var end = await app.RunAsync(nameof(Functions.Calls), "Nobody");
        Assert.Contains("The function 'Nobody' doesn't exist", end.SerializedOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_terminated_sub_orchestration_fails_where_it_was_called()
    {
        var id = await app.Client.ScheduleNewOrchestrationInstanceAsync(nameof(Functions.CallsOneThatWaits));
        await app.UntilStatusAsync(id + "-child", "waiting");
        await app.Client.TerminateInstanceAsync(id + "-child", "enough");
        var end = await app.EndOfAsync(id);
        Assert.Contains("enough", end.ReadOutputAs<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_id_that_another_orchestration_holds_is_refused()
    {
        var options = new StartOrchestrationOptions("taken-child");
        await app.Client.ScheduleNewOrchestrationInstanceAsync(nameof(Functions.Waits), options);
        await app.UntilStatusAsync("taken-child", "waiting");
        var end = await app.RunAsync(nameof(Functions.CallsOneThatWaits), id: "taken");
        Assert.Contains("already exists", end.ReadOutputAs<string>(), StringComparison.Ordinal);
        Assert.True((await app.Client.GetInstanceAsync("taken-child"))!.IsRunning);
    }

    [Fact]
    public async Task Many_sub_orchestrations_run_side_by_side()
    {
        var end = await app.RunAsync(nameof(Functions.CallsMany), 25);
        Assert.Equal(25 * 24 / 2, end.ReadOutputAs<int>());
    }

    [Fact]
    public async Task A_sub_orchestration_that_continues_as_new_answers_in_the_end()
    {
        var end = await app.RunAsync(nameof(Functions.CallsACountdown));
        Assert.Equal("zero", end.ReadOutputAs<string>());
    }

    public static class Functions
    {
        [Function(nameof(Calls))]
        public static Task<string> Calls([OrchestrationTrigger] TaskOrchestrationContext context, string name) =>
            context.CallSubOrchestratorAsync<string>(name);

        [Function(nameof(TellsParent))]
        public static string TellsParent([OrchestrationTrigger] TaskOrchestrationContext context) =>
            $"{context.Parent!.Name} {context.Parent.InstanceId} {context.InstanceId}";

        [Function(nameof(Fails))]
        public static string Fails([OrchestrationTrigger] TaskOrchestrationContext context) =>
            throw new InvalidOperationException("bad news");

        [Function(nameof(CallsOneThatWaits))]
        public static async Task<string> CallsOneThatWaits([OrchestrationTrigger] TaskOrchestrationContext context)
        {
            try
            {
                var options = new SubOrchestrationOptions(instanceId: context.InstanceId + "-child");
                await context.CallSubOrchestratorAsync(nameof(Waits), options);
                return "came back";
            }
            catch (TaskFailedException error)
            {
                return error.FailureDetails.ErrorMessage;
            }
        }

        [Function(nameof(Waits))]
        public static Task Waits([OrchestrationTrigger] TaskOrchestrationContext context)
        {
            context.SetCustomStatus("waiting");
            return context.WaitForExternalEvent<object?>("Go");
        }

        [Function(nameof(CallsMany))]
        public static async Task<int> CallsMany([OrchestrationTrigger] TaskOrchestrationContext context, int count)
        {
            var calls = Enumerable
                .Range(0, count)
                .Select(i => context.CallSubOrchestratorAsync<int>(nameof(Returns), i));
            return (await Task.WhenAll(calls)).Sum();
        }

        [Function(nameof(Returns))]
        public static int Returns([OrchestrationTrigger] TaskOrchestrationContext context, int number) => number;

        [Function(nameof(CallsACountdown))]
        public static Task<string> CallsACountdown([OrchestrationTrigger] TaskOrchestrationContext context) =>
            context.CallSubOrchestratorAsync<string>(nameof(CountsDown), 3);

        [Function(nameof(CountsDown))]
        public static string CountsDown([OrchestrationTrigger] TaskOrchestrationContext context, int left)
        {
            if (left > 0)
            {
                context.ContinueAsNew(left - 1);
            }

            return "zero";
        }
    }
}
