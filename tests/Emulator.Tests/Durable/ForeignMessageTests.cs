using AgentTrader.Testing;
using Azure.Storage.Queues;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace AgentTrader.Emulator.Tests.Durable;

/// <summary>Messages that somebody else put into a hub's queues hold up nobody.</summary>
public sealed class ForeignMessageTests(AzuriteFixture azurite)
{
    [Theory]
    [InlineData("{\"Order\":{\"TradeId\":\"x\"},\"OwnerId\":\"y\"}")]
    [InlineData("{\"InstanceId\":null,\"Event\":null}")]
    [InlineData("{\"InstanceId\":\"a\",\"Event\":{\"Kind\":\"EventRaised\",\"Name\":\"x\"}}")]
    [InlineData("null")]
    [InlineData("not json")]
    public async Task A_message_that_is_no_event_or_activity_is_deleted_and_orchestrations_go_on(string foreign)
    {
        await using var app = await DurableApp.StartAsync(azurite, new(typeof(Functions)));
        var queues = new QueueServiceClient(
            azurite.ConnectionString,
            new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 }
        );
        var prefix = app.Hub.ToLowerInvariant() + "-";
        QueueClient[] all =
        [
            .. new[] { "control-00", "control-01", "workitems" }.Select(name => queues.GetQueueClient(prefix + name)),
        ];
        foreach (var queue in all)
        {
            await queue.SendMessageAsync(foreign, TestContext.Current.CancellationToken);
        }

        Assert.Equal("done", (await app.RunAsync(nameof(Functions.Works))).ReadOutputAs<string>());
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        foreach (var queue in all)
        {
            while ((await queue.GetPropertiesAsync(deadline.Token)).Value.ApproximateMessagesCount > 0)
            {
                await Task.Delay(50, deadline.Token);
            }
        }
    }

    internal static class Functions
    {
        [Function(nameof(Works))]
        public static Task<string> Works([OrchestrationTrigger] TaskOrchestrationContext context) =>
            context.CallActivityAsync<string>(nameof(Work));

        [Function(nameof(Work))]
        public static string Work([ActivityTrigger] string? input) => input ?? "done";
    }
}
