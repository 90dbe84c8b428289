using Azure.Storage.Queues;

namespace AgentTrader.Services.Tests.Simulation;

/// <summary>The queues of <see cref="MemoryCloud"/>.</summary>
internal sealed class MemoryQueues(MemoryCloud cloud) : QueueServiceClient
{
    public override QueueClient GetQueueClient(string queueName) => new MemoryQueue(cloud, queueName);
}
