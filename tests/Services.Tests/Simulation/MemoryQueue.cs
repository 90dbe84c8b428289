using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace AgentTrader.Services.Tests.Simulation;

/// <summary>One queue of <see cref="MemoryCloud"/>; the product only sends.</summary>
internal sealed class MemoryQueue(MemoryCloud cloud, string name) : QueueClient
{
    public override Task<Response<SendReceipt>> SendMessageAsync(
        string messageText,
        CancellationToken cancellationToken = default
    ) => SendMessageAsync(messageText, null, null, cancellationToken);

    public override Task<Response<SendReceipt>> SendMessageAsync(
        string messageText,
        TimeSpan? visibilityTimeout = null,
        TimeSpan? timeToLive = null,
        CancellationToken cancellationToken = default
    ) =>
        cloud.CallAsync(() =>
        {
            var now = cloud.Now;
            var visible = now + (visibilityTimeout ?? TimeSpan.Zero);
            cloud.Sent(name, messageText, visible);
            var receipt = QueuesModelFactory.SendReceipt("", now, now.AddDays(7), "", visible);
            return Response.FromValue(receipt, new MemoryResponse(201));
        });
}
