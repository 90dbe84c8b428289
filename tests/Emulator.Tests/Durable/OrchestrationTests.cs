using AgentTrader.Emulator.Hosting;
using AgentTrader.Testing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace AgentTrader.Emulator.Tests.Durable;

public sealed class OrchestrationTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Calls_activities_one_after_the_other_and_returns_their_result()
    {
        await using var app = await StartAsync();
        var end = await app.RunAsync(nameof(Functions.Sum), 4);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, end.RuntimeStatus);
        Assert.Equal(14, end.ReadOutputAs<int>());
        Assert.Equal(4, end.ReadInputAs<int>());
    }

    private Task<DurableApp> StartAsync() => DurableApp.StartAsync(azurite, new FunctionTypes(typeof(Functions)));

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

            return sum + count;
        }

        [Function(nameof(Add))]
        public static int Add([ActivityTrigger] Pair pair) => pair.Left + pair.Right;
    }

    public sealed record Pair(int Left, int Right);
}
