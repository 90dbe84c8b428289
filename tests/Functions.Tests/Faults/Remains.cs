using System.Diagnostics;
using AgentTrader.Services.Storage;
using AgentTrader.Services.Tests.Simulation;
using AgentTrader.Testing;
using Azure.Data.Tables;
using Azure.Storage.Queues;

namespace AgentTrader.Functions.Tests.Faults;

/// <summary>What an instance has left in storage: whether it has come to rest, and whether it is whole.</summary>
internal sealed class Remains(string connection, string instance)
{
    private readonly TableServiceClient tables = new(connection);
    private readonly QueueServiceClient queues = new(
        connection,
        new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 }
    );

    /// <summary>The task hub of an instance, named as <c>./run</c> names it: letters and digits alone.</summary>
    public static string HubOf(string instance) => InstanceStorage.LettersAndDigits(instance);

    public async Task<StoredInstance> ReadAsync() =>
        await StoredInstance.ReadAsync(new InstanceStorage(tables, queues, instance), TimeProvider.System);

    /// <summary>How many orchestrations the instance's task hub has ever had.</summary>
    public async Task<int> OrchestrationsAsync() =>
        await tables
            .GetTableClient(HubOf(instance) + "Instances")
            .QueryAsync<TableEntity>("RowKey eq 'instance'")
            .CountAsync();

    /// <summary>Waits until nothing is under way any more; fails with what still is.</summary>
    public async Task RestAsync(TimeSpan patience, HostProcess host)
    {
        var started = Stopwatch.GetTimestamp();
        while (await UnfinishedAsync() is { Count: > 0 } unfinished)
        {
            if (Stopwatch.GetElapsedTime(started) > patience)
            {
                var lines = string.Join('\n', unfinished.Take(40));
                Assert.Fail(
                    $"After {patience.TotalSeconds} s there is still:\n{lines}\nThe last host said:\n{host.Log[^Math.Min(host.Log.Length, 20_000)..]}"
                );
            }

            await Task.Delay(250);
        }
    }

    private async Task<List<string>> UnfinishedAsync()
    {
        var unfinished = new List<string>();
        await foreach (var queue in queues.GetQueuesAsync(prefix: instance + "-"))
        {
            if (queue.Name == $"{instance}-{QueueNames.AgentCycles}{QueueNames.PoisonEnding}")
            {
                // Wake-ups that five hosts died of; the next one made up for each.
                continue;
            }

            // The market's wake-ups never end while the host runs; they hold no work of their own.
            var properties = await queues.GetQueueClient(queue.Name).GetPropertiesAsync();
            if (properties.Value.ApproximateMessagesCount is var count and > 0)
            {
                unfinished.Add($"The queue {queue.Name} holds {count} messages");
            }
        }

        var stored = await ReadAsync();
        unfinished.AddRange(stored.Unfinished());
        var waiting = stored
            .Requests.Where(request => request.Status == Services.Oversight.OversightStatus.Pending)
            .Select(request => request.RequestId)
            .ToHashSet();
        var hub = tables.GetTableClient(HubOf(instance) + "Instances");
        await foreach (var row in hub.QueryAsync<TableEntity>("RowKey eq 'instance'"))
        {
            var status = row.GetString("Status");
            if (status != "Completed" && !(status == "Running" && waiting.Contains(row.PartitionKey)))
            {
                unfinished.Add(
                    $"The orchestration {row.PartitionKey} is {status}: {await HistoryAsync(hub, row.PartitionKey)}"
                );
            }
        }

        return unfinished;
    }

    private static async Task<string> HistoryAsync(TableClient hub, string orchestration)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {orchestration} and RowKey ge {"history|"}");
        var rows = await hub.QueryAsync<TableEntity>(filter).ToListAsync();
        return string.Join('\n', rows.Select(row => $"{row.Timestamp:HH:mm:ss.fff} {row.GetString("Text00")}"));
    }
}
