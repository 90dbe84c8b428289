using AgentTrader.Emulator.Hosting;
using AgentTrader.Testing;
using DurableTask.Core.Exceptions;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace AgentTrader.Emulator.Tests.Durable;

public sealed class ClientTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private DurableApp app = null!;

    private DurableTaskClient Client => app.Client;

    public async ValueTask InitializeAsync() =>
        app = await DurableApp.StartAsync(azurite, new FunctionTypes(typeof(Functions)));

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Makes_an_id_of_32_hexadecimal_characters_when_none_is_given()
    {
        var id = await Client.ScheduleNewOrchestrationInstanceAsync(nameof(Functions.Returns), "x");
        Assert.Matches("^[0-9a-f]{32}$", id);
    }

    [Fact]
    public async Task Starting_an_id_that_runs_is_refused()
    {
        await StartWaitingAsync("busy");
        var error = await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(() => StartWaitingAsync("busy"));
        Assert.Equal("An Orchestration instance with the ID busy already exists.", error.Message);
    }

    [Fact]
    public async Task Of_two_that_start_one_id_at_once_one_is_refused()
    {
        var starts = Enumerable
            .Range(0, 8)
            .Select(_ => Record.ExceptionAsync(() => StartWaitingAsync("raced")).AsTask());
        var errors = (await Task.WhenAll(starts)).OfType<Exception>().ToArray();
        Assert.Equal(7, errors.Length);
        Assert.All(errors, error => Assert.IsType<OrchestrationAlreadyExistsException>(error));
    }

    [Fact]
    public async Task A_completed_id_may_be_used_again()
    {
        Assert.Equal("one", (await app.RunAsync(nameof(Functions.Returns), "one", "again")).ReadOutputAs<string>());
        Assert.Equal("two", (await app.RunAsync(nameof(Functions.Returns), "two", "again")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_unknown_orchestrator_is_an_RpcException()
    {
        var error = await Assert.ThrowsAsync<RpcException>(() => app.RunAsync("Nobody", id: "x"));
        Assert.Equal(StatusCode.Internal, error.StatusCode);
        Assert.StartsWith(
            "Failed to start instance with ID x.\nInner Exception message: The function 'Nobody' doesn't exist",
            error.Status.Detail,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("a#b")]
    [InlineData("@entity")]
    public async Task An_id_that_cannot_be_one_is_refused(string id)
    {
        var error = await Assert.ThrowsAsync<RpcException>(() => app.RunAsync(nameof(Functions.Returns), "x", id));
        Assert.Equal(StatusCode.Internal, error.StatusCode);
    }

    [Fact]
    public async Task Ids_may_hold_quotes_and_spaces()
    {
        var end = await app.RunAsync(nameof(Functions.Returns), "x", "O'Neil & \"co\" 100%");
        Assert.Equal("x", end.ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_missing_instance_is_null() => Assert.Null(await Client.GetInstanceAsync("missing"));

    [Fact]
    public async Task Raising_and_terminating_on_a_missing_instance_are_RpcExceptions()
    {
        await Assert.ThrowsAsync<RpcException>(() => Client.RaiseEventAsync("missing", "Go"));
        await Assert.ThrowsAsync<RpcException>(() => Client.TerminateInstanceAsync("missing"));
        await Assert.ThrowsAsync<RpcException>(() => Client.SuspendInstanceAsync("missing"));
    }

    [Fact]
    public async Task Raising_on_a_terminated_instance_is_an_RpcException()
    {
        await StartWaitingAsync("ended");
        await Client.TerminateInstanceAsync("ended");
        await app.EndOfAsync("ended");
        var error = await Assert.ThrowsAsync<RpcException>(() => Client.RaiseEventAsync("ended", "Go"));
        Assert.Equal(StatusCode.Unknown, error.StatusCode);
    }

    [Fact]
    public async Task A_terminate_reason_becomes_the_output_as_a_JSON_string()
    {
        await StartWaitingAsync("stopped");
        await Client.TerminateInstanceAsync("stopped", "kill switch");
        var end = await app.EndOfAsync("stopped");
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, end.RuntimeStatus);
        Assert.Equal("\"kill switch\"", end.SerializedOutput);
        Assert.Equal("\"waiting\"", end.SerializedCustomStatus);
    }

    [Fact]
    public async Task An_orchestration_planned_for_later_can_be_terminated_before_it_starts()
    {
        var options = new StartOrchestrationOptions("planned", DateTimeOffset.UtcNow.AddDays(1));
        await Client.ScheduleNewOrchestrationInstanceAsync(nameof(Functions.Returns), "x", options);
        await Client.TerminateInstanceAsync("planned", "not today");
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await app.EndOfAsync("planned")).RuntimeStatus);
    }

    [Fact]
    public async Task Waiting_for_a_missing_id_waits_until_it_is_there()
    {
        var waiting = Client.WaitForInstanceCompletionAsync("future", getInputsAndOutputs: true);
        using var giveUp = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Client.WaitForInstanceCompletionAsync("future", giveUp.Token)
        );
        await app.RunAsync(nameof(Functions.Returns), "now", "future");
        Assert.Equal("now", (await waiting).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Waiting_for_a_start_returns_when_it_runs()
    {
        await StartWaitingAsync("running");
        var found = await Client.WaitForInstanceStartAsync("running");
        Assert.True(found.IsRunning);
    }

    [Fact]
    public async Task Inputs_and_outputs_come_only_when_asked_for()
    {
        await app.RunAsync(nameof(Functions.Returns), "x", "asked");
        var bare = await Client.GetInstanceAsync("asked");
        Assert.Null(bare!.SerializedOutput);
        Assert.Throws<InvalidOperationException>(() => bare.ReadOutputAs<string>());
        var full = await Client.GetInstanceAsync("asked", getInputsAndOutputs: true);
        Assert.Equal("\"x\"", full!.SerializedOutput);
    }

    [Fact]
    public async Task A_suspended_orchestration_keeps_what_comes_until_it_is_resumed()
    {
        await StartWaitingAsync("held");
        await Client.SuspendInstanceAsync("held");
        await UntilAsync("held", OrchestrationRuntimeStatus.Suspended);
        await Client.RaiseEventAsync("held", "Go", "went");
        await Assert.ThrowsAsync<RpcException>(() => Client.SuspendInstanceAsync("held"));
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, (await Client.GetInstanceAsync("held"))!.RuntimeStatus);
        await Client.ResumeInstanceAsync("held");
        Assert.Equal("went", (await app.EndOfAsync("held")).ReadOutputAs<string>());
        await Assert.ThrowsAsync<RpcException>(() => Client.ResumeInstanceAsync("held"));
    }

    [Fact]
    public async Task Lists_by_state_prefix_and_time_in_pages()
    {
        for (var i = 0; i < 7; i++)
        {
            await app.RunAsync(nameof(Functions.Returns), i.ToString(), $"list-{i}");
        }

        await StartWaitingAsync("list-busy");
        await StartWaitingAsync("other");
        var done = new OrchestrationQuery(
            Statuses: [OrchestrationRuntimeStatus.Completed],
            InstanceIdPrefix: "list-",
            FetchInputsAndOutputs: true
        );
        var found = await Client.GetAllInstancesAsync(done).ToListAsync();
        Assert.Equal(Enumerable.Range(0, 7).Select(i => $"list-{i}"), found.Select(one => one.InstanceId).Order());
        Assert.Contains("\"3\"", found.Select(one => one.SerializedOutput));

        var ids = new List<string>();
        await foreach (var page in Client.GetAllInstancesAsync(new(InstanceIdPrefix: "list-", PageSize: 3)).AsPages())
        {
            Assert.InRange(page.Values.Count, 0, 3);
            ids.AddRange(page.Values.Select(one => one.InstanceId));
        }

        Assert.Equal(8, ids.Distinct().Count());
        var none = new OrchestrationQuery(CreatedFrom: DateTimeOffset.UtcNow.AddHours(1));
        Assert.Empty(await Client.GetAllInstancesAsync(none).ToListAsync());
    }

    [Fact]
    public async Task Purging_leaves_no_trace_and_the_id_can_be_used_again()
    {
        var text = new string('x', 100_000);
        await app.RunAsync(nameof(Functions.Returns), text, "purged");
        Assert.Equal(1, (await Client.PurgeInstanceAsync("purged")).PurgedInstanceCount);
        Assert.Null(await Client.GetInstanceAsync("purged"));
        Assert.Equal(0, (await Client.PurgeInstanceAsync("purged")).PurgedInstanceCount);
        Assert.Equal("anew", (await app.RunAsync(nameof(Functions.Returns), "anew", "purged")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Purges_the_finished_ones_and_leaves_those_under_way()
    {
        await app.RunAsync(nameof(Functions.Returns), "x", "old-1");
        await app.RunAsync(nameof(Functions.Returns), "x", "old-2");
        await StartWaitingAsync("old-busy");
        var filter = new PurgeInstancesFilter(
            Statuses: [OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Running]
        );
        Assert.Equal(2, (await Client.PurgeAllInstancesAsync(filter)).PurgedInstanceCount);
        Assert.NotNull(await Client.GetInstanceAsync("old-busy"));
    }

    [Fact]
    public async Task Functions_get_the_client_by_their_parameter()
    {
        var answer = await app.Http.GetStringAsync("/api/start");
        Assert.Equal("by http", (await app.EndOfAsync(answer)).ReadOutputAs<string>());
    }

    private async Task StartWaitingAsync(string id)
    {
        var options = new StartOrchestrationOptions(id);
        await Client.ScheduleNewOrchestrationInstanceAsync(nameof(Functions.Waits), options);
        await app.UntilStatusAsync(id, "waiting");
    }

    private async Task UntilAsync(string id, OrchestrationRuntimeStatus status) =>
        await Eventually.GetAsync(() => Client.GetInstanceAsync(id), instance => instance!.RuntimeStatus == status);

    public static class Functions
    {
        [Function(nameof(Returns))]
        public static string? Returns([OrchestrationTrigger] TaskOrchestrationContext context) =>
            context.GetInput<string>();

        [Function(nameof(Waits))]
        public static Task<string> Waits([OrchestrationTrigger] TaskOrchestrationContext context)
        {
            context.SetCustomStatus("waiting");
            return context.WaitForExternalEvent<string>("Go");
        }

        [Function(nameof(Start))]
        public static async Task<IActionResult> Start(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "start")] HttpRequest request,
            [DurableClient] DurableTaskClient client
        ) => new OkObjectResult(await client.ScheduleNewOrchestrationInstanceAsync(nameof(Returns), "by http"));
    }
}
