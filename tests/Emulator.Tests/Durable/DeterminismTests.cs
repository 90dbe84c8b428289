using System.Collections.Concurrent;
using AgentTrader.Emulator.Hosting;
using AgentTrader.Testing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Hosting;

namespace AgentTrader.Emulator.Tests.Durable;

/// <summary>Orchestrators that are not what a replay needs fail, alone and with a sentence that says why.</summary>
public sealed class DeterminismTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string IllegalAwait =
        "System.InvalidOperationException: An invalid asynchronous invocation was detected. "
        + "This can be caused by awaiting non-durable tasks in an orchestrator function's implementation "
        + "or by middleware that invokes asynchronous code.";

    private static readonly ConcurrentDictionary<string, int> Runs = new();
    private DurableApp app = null!;

    public async ValueTask InitializeAsync() =>
        app = await DurableApp.StartAsync(
            azurite,
            new FunctionTypes(typeof(Functions)),
            configure: builder =>
            {
                builder.ConfigureFunctionsWebApplication();
                builder.UseMiddleware(
                    async (context, next) =>
                    {
                        Runs.AddOrUpdate(context.FunctionDefinition.Name, 1, (_, count) => count + 1);
                        if (context.FunctionDefinition.Name == nameof(Functions.BehindSlowMiddleware))
                        {
                            await Task.Delay(5);
                        }

                        await next();
                    }
                );
            }
        );

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task A_delay_awaited_first_fails_the_orchestration() =>
        Assert.Equal(IllegalAwait, (await app.RunAsync(nameof(Functions.DelaysFirst))).SerializedOutput);

    [Fact]
    public async Task A_delay_awaited_after_an_activity_fails_the_orchestration() =>
        Assert.Equal(IllegalAwait, (await app.RunAsync(nameof(Functions.DelaysLater))).SerializedOutput);

    [Fact]
    public async Task A_delay_awaited_while_an_activity_runs_fails_the_orchestration() =>
        Assert.Equal(IllegalAwait, (await app.RunAsync(nameof(Functions.DelaysMeanwhile))).SerializedOutput);

    [Fact]
    public async Task Using_the_context_from_another_thread_fails_the_orchestration() =>
        Assert.Equal(IllegalAwait, (await app.RunAsync(nameof(Functions.ComesBackElsewhere))).SerializedOutput);

    [Fact]
    public async Task Middleware_that_awaits_something_else_fails_the_orchestration() =>
        Assert.Equal(IllegalAwait, (await app.RunAsync(nameof(Functions.BehindSlowMiddleware))).SerializedOutput);

    [Fact]
    public async Task A_task_that_is_already_done_may_be_awaited() =>
        Assert.Equal(1, (await app.RunAsync(nameof(Functions.AwaitsWhatIsDone))).ReadOutputAs<int>());

    [Fact]
    public async Task The_function_and_its_middleware_run_anew_at_each_step()
    {
        await app.RunAsync(nameof(Functions.TwoSteps));
        Assert.Equal(3, Runs[nameof(Functions.TwoSteps)]);
    }

    [Fact]
    public async Task A_history_that_no_longer_matches_the_code_fails_that_instance_and_no_other()
    {
        string[] others = ["same-1", "same-2"];
        foreach (var id in others.Append("changed"))
        {
            var options = new StartOrchestrationOptions(id);
            await app.Client.ScheduleNewOrchestrationInstanceAsync(nameof(Functions.Changes), options);
            await app.UntilStatusAsync(id, "waiting");
        }

        Functions.Changed = "changed";
        foreach (var id in others.Append("changed"))
        {
            await app.Client.RaiseEventAsync(id, "Go");
        }

        var failed = await app.EndOfAsync("changed");
        Assert.Equal(OrchestrationRuntimeStatus.Failed, failed.RuntimeStatus);
        Assert.StartsWith(
            "DurableTask.Core.Exceptions.NonDeterministicOrchestrationException: Non-Deterministic workflow detected: "
                + "A previous execution of this orchestration scheduled an activity task with sequence ID 0 and name 'Old'",
            failed.SerializedOutput,
            StringComparison.Ordinal
        );
        foreach (var id in others)
        {
            Assert.Equal("went on", (await app.EndOfAsync(id)).ReadOutputAs<string>());
        }
    }

    public static class Functions
    {
        public static string? Changed { get; set; }

        [Function(nameof(DelaysFirst))]
        public static Task DelaysFirst([OrchestrationTrigger] TaskOrchestrationContext context) => Task.Delay(20);

        [Function(nameof(DelaysLater))]
        public static async Task DelaysLater([OrchestrationTrigger] TaskOrchestrationContext context)
        {
            await context.CallActivityAsync(nameof(Old));
            await Task.Delay(20);
            await context.CallActivityAsync(nameof(Old));
        }

        [Function(nameof(DelaysMeanwhile))]
        public static async Task DelaysMeanwhile([OrchestrationTrigger] TaskOrchestrationContext context)
        {
            var activity = context.CallActivityAsync(nameof(Old));
            await Task.Delay(20);
            await activity;
        }

        [Function(nameof(ComesBackElsewhere))]
        public static async Task ComesBackElsewhere([OrchestrationTrigger] TaskOrchestrationContext context)
        {
            await context.CallActivityAsync(nameof(Old));
            await Task.Delay(1).ConfigureAwait(false);
            await context.CallActivityAsync(nameof(Old));
        }

        [Function(nameof(BehindSlowMiddleware))]
        public static Task BehindSlowMiddleware([OrchestrationTrigger] TaskOrchestrationContext context) =>
            context.CallActivityAsync(nameof(Old));

        [Function(nameof(AwaitsWhatIsDone))]
        public static async Task<int> AwaitsWhatIsDone([OrchestrationTrigger] TaskOrchestrationContext context)
        {
            await Task.CompletedTask;
            await Task.Yield();
            await context.CallActivityAsync(nameof(Old));
            return await Task.FromResult(1);
        }

        [Function(nameof(TwoSteps))]
        public static async Task TwoSteps([OrchestrationTrigger] TaskOrchestrationContext context)
        {
            await context.CallActivityAsync(nameof(Old));
            await context.CallActivityAsync(nameof(Old));
        }

        [Function(nameof(Changes))]
        public static async Task<string> Changes([OrchestrationTrigger] TaskOrchestrationContext context)
        {
            await context.CallActivityAsync(context.InstanceId == Changed ? nameof(New) : nameof(Old));
            context.SetCustomStatus("waiting");
            await context.WaitForExternalEvent<object?>("Go");
            return "went on";
        }

        [Function(nameof(Old))]
        public static void Old([ActivityTrigger] string? input) { }

        [Function(nameof(New))]
        public static void New([ActivityTrigger] string? input) { }
    }
}
