using System.Collections.Concurrent;
using AgentTrader.Emulator.Hosting;
using AgentTrader.Testing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace AgentTrader.Emulator.Tests.Durable;

public sealed class RetryTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private DurableApp app = null!;

    public async ValueTask InitializeAsync() =>
        app = await DurableApp.StartAsync(azurite, new FunctionTypes(typeof(Functions)));

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task A_policy_counts_the_first_attempt_too()
    {
        var end = await app.RunAsync(nameof(Functions.ByPolicy), new Plan(FailuresFirst: 2, Attempts: 3));
        Assert.Equal("attempt 3", end.ReadOutputAs<string>());
    }

    [Fact]
    public async Task Attempts_that_are_used_up_surface_the_last_one_under_its_own_number()
    {
        var end = await app.RunAsync(nameof(Functions.ByPolicy), new Plan(FailuresFirst: 9, Attempts: 3));
        // Each attempt and each timer between them takes a number: 0, timer 1, 2, timer 3, 4.
        Assert.EndsWith(
            "(#4) failed with an unhandled exception: attempt 3",
            end.SerializedOutput,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_policy_may_refuse_a_failure()
    {
        var end = await app.RunAsync(nameof(Functions.ByPolicyForTimeouts), new Plan(FailuresFirst: 1, Attempts: 3));
        Assert.EndsWith(
            "(#0) failed with an unhandled exception: attempt 1",
            end.SerializedOutput,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_handler_decides_by_attempt_and_failure()
    {
        var end = await app.RunAsync(nameof(Functions.ByHandler), new Plan(FailuresFirst: 9, Attempts: 4));
        Assert.EndsWith(
            "(#3) failed with an unhandled exception: attempt 4",
            end.SerializedOutput,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_sub_orchestration_is_tried_again_under_the_same_id()
    {
        var end = await app.RunAsync(nameof(Functions.SubByPolicy), new Plan(FailuresFirst: 1, Attempts: 2));
        Assert.Equal("attempt 2", end.ReadOutputAs<string>());
        var child = await app.Client.GetInstanceAsync(end.InstanceId + "-child");
        Assert.Equal(OrchestrationRuntimeStatus.Completed, child!.RuntimeStatus);
    }

    [Theory]
    [InlineData(0, 1, 1.0)]
    [InlineData(1, 0, 1.0)]
    [InlineData(1, 1, 0.9)]
    public void A_policy_out_of_range_is_refused(int attempts, int seconds, double factor) =>
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            new RetryPolicy(attempts, TimeSpan.FromSeconds(seconds), factor)
        );

    [Fact]
    public void A_longest_interval_or_timeout_below_the_first_interval_is_refused()
    {
        var second = TimeSpan.FromSeconds(1);
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy(1, second, maxRetryInterval: second / 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy(1, second, retryTimeout: second / 2));
        Assert.Equal(TimeSpan.FromHours(1), new RetryPolicy(1, second).MaxRetryInterval);
        var unbounded = new RetryPolicy(1, second, retryTimeout: Timeout.InfiniteTimeSpan);
        Assert.Equal(Timeout.InfiniteTimeSpan, unbounded.RetryTimeout);
    }

    public sealed record Plan(int FailuresFirst, int Attempts);

    public static class Functions
    {
        private static readonly ConcurrentDictionary<string, int> Attempts = new();

        [Function(nameof(ByPolicy))]
        public static Task<string> ByPolicy([OrchestrationTrigger] TaskOrchestrationContext context, Plan plan) =>
            context.CallActivityAsync<string>(nameof(Try), plan, TaskOptions.FromRetryPolicy(Policy(plan)));

        [Function(nameof(ByPolicyForTimeouts))]
        public static Task<string> ByPolicyForTimeouts(
            [OrchestrationTrigger] TaskOrchestrationContext context,
            Plan plan
        )
        {
            var policy = new RetryPolicy(plan.Attempts, TimeSpan.FromMilliseconds(1))
            {
                HandleFailure = failure => failure.IsCausedBy<TimeoutException>(),
            };
            return context.CallActivityAsync<string>(nameof(Try), plan, new TaskOptions(policy));
        }

        [Function(nameof(ByHandler))]
        public static Task<string> ByHandler([OrchestrationTrigger] TaskOrchestrationContext context, Plan plan) =>
            context.CallActivityAsync<string>(
                nameof(Try),
                plan,
                TaskOptions.FromRetryHandler(retry =>
                    retry.LastAttemptNumber < plan.Attempts
                    && retry.LastFailure.ErrorMessage == $"attempt {retry.LastAttemptNumber}"
                )
            );

        [Function(nameof(SubByPolicy))]
        public static Task<string> SubByPolicy([OrchestrationTrigger] TaskOrchestrationContext context, Plan plan) =>
            context.CallSubOrchestratorAsync<string>(
                nameof(Child),
                plan,
                new SubOrchestrationOptions(Policy(plan), context.InstanceId + "-child")
            );

        [Function(nameof(Child))]
        public static Task<string> Child([OrchestrationTrigger] TaskOrchestrationContext context, Plan plan) =>
            context.CallActivityAsync<string>(nameof(Try), plan);

        [Function(nameof(Try))]
        public static string Try([ActivityTrigger] Plan plan, string instanceId)
        {
            var attempt = Attempts.AddOrUpdate(instanceId, 1, (_, count) => count + 1);
            return attempt > plan.FailuresFirst
                ? $"attempt {attempt}"
                : throw new InvalidOperationException($"attempt {attempt}");
        }

        private static RetryPolicy Policy(Plan plan) => new(plan.Attempts, TimeSpan.FromMilliseconds(1), 2.0);
    }
}
