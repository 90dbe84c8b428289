using AgentTrader.Services.Storage;
using AgentTrader.Services.Tests.Simulation;
using AgentTrader.Testing;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Microsoft.Extensions.Logging.Abstractions;

namespace AgentTrader.Services.Tests;

/// <summary>Storage of instances that nothing else uses.</summary>
internal static class Instances
{
    private static int count;

    public static async Task<InstanceStorage> NewAsync(AzuriteFixture azurite)
    {
        var storage = Open(azurite, $"s{Environment.ProcessId}x{Interlocked.Increment(ref count)}");
        await storage.EnsureCreatedAsync(CancellationToken.None);
        return storage;
    }

    /// <summary>An outbox whose events nobody hears.</summary>
    public static Outbox Outbox(InstanceStorage storage, TimeProvider clock) =>
        new(
            storage,
            new MemoryCloud(clock).Topic,
            new OutboxMark(storage, clock, NullLogger<OutboxMark>.Instance),
            clock,
            NullLogger<Outbox>.Instance
        );

    public static InstanceStorage Open(AzuriteFixture azurite, string name) =>
        new(
            new TableServiceClient(azurite.ConnectionString),
            new QueueServiceClient(
                azurite.ConnectionString,
                new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 }
            ),
            name
        );
}
