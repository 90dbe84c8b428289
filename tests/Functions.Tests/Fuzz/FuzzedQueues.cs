using System.Diagnostics;
using AgentTrader.Services.Notifications;
using AgentTrader.Services.Storage;
using AgentTrader.Services.Tests.Simulation;
using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;
using Azure.Storage.Queues;

namespace AgentTrader.Functions.Tests.Fuzz;

/// <summary>Every queue that a host reads: the product's own, those of orchestrations, those of the bus; and its topic.</summary>
internal sealed class FuzzedQueues(string storage, string instance)
{
    private const int Progress = 10_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly QueueServiceClient queues = new(
        storage,
        new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 }
    );

    /// <summary>Sends so many messages to each queue, and says to which.</summary>
    public async Task<string> SendAsync(MessageMaker maker, int count, Action<string> say, CancellationToken stop)
    {
        await using var bus = new ServiceBusClient(
            $"Endpoint=sb://localhost;SharedAccessKeyName=Root;SharedAccessKey=local;UseDevelopmentEmulator=true;StorageConnectionString={storage}"
        );
        var topic = bus.CreateSender($"{instance}-{EventTopic.Name}");
        var names = await ReadNamesAsync();
        await Parallel.ForAsync(
            0,
            count * (names.Count + 1),
            new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = stop },
            async (number, token) =>
            {
                if (number > 0 && number % Progress == 0)
                {
                    say($"{number} messages sent");
                }

                var target = number % (names.Count + 1);
                var body = BinaryData.FromBytes(maker.Make(number, target < names.Count ? names[target] : ""));
                await (
                    target < names.Count
                        ? queues.GetQueueClient(names[target]).SendMessageAsync(body, cancellationToken: token)
                        : topic.SendMessageAsync(new ServiceBusMessage(body), token)
                );
            }
        );
        return string.Join(", ", names) + ", topic";
    }

    /// <summary>Waits until every message was dealt with, or put aside as unreadable; says what is left once nothing moves any more.</summary>
    public async Task<string?> LeftAsync(CancellationToken stop)
    {
        var (before, since) = ("", Stopwatch.GetTimestamp());
        while (true)
        {
            var left = await FirstUnfinishedAsync();
            if (left is null || (left == before && Stopwatch.GetElapsedTime(since) > Patience))
            {
                return left;
            }

            if (left != before)
            {
                (before, since) = (left, Stopwatch.GetTimestamp());
            }

            await Task.Delay(500, stop);
        }
    }

    /// <summary>The invariants that do not hold.</summary>
    /// <param name="accepted">Trades that people were told are accepted.</param>
    public async Task<IReadOnlyList<string>> BrokenAsync(IEnumerable<string> accepted) =>
        (await ReadStoredAsync()).Broken(accepted);

    /// <summary>Queues of poison or dead letters that hold something.</summary>
    public async Task<IReadOnlyList<string>> SetAsideAsync()
    {
        var found = new List<string>();
        await foreach (var queue in queues.GetQueuesAsync())
        {
            var properties = await queues.GetQueueClient(queue.Name).GetPropertiesAsync();
            if (IsSetAside(queue.Name) && properties.Value.ApproximateMessagesCount > 0)
            {
                found.Add($"{properties.Value.ApproximateMessagesCount} messages in {queue.Name}");
            }
        }

        return found;
    }

    private async Task<string?> FirstUnfinishedAsync()
    {
        foreach (var name in await ReadNamesAsync())
        {
            // The market's wake-ups never end while the host runs.
            var properties = await queues.GetQueueClient(name).GetPropertiesAsync();
            if (
                properties.Value.ApproximateMessagesCount > 0
                && !name.EndsWith(QueueNames.AgentCycles, StringComparison.Ordinal)
            )
            {
                return $"{properties.Value.ApproximateMessagesCount} messages in {name}";
            }
        }

        return (await ReadStoredAsync()).Unfinished().FirstOrDefault();
    }

    private Task<StoredInstance> ReadStoredAsync() =>
        StoredInstance.ReadAsync(
            new InstanceStorage(new TableServiceClient(storage), queues, instance),
            TimeProvider.System
        );

    private async Task<List<string>> ReadNamesAsync()
    {
        var names = new List<string>();
        await foreach (var queue in queues.GetQueuesAsync())
        {
            if (
                !IsSetAside(queue.Name)
                && (
                    queue.Name.StartsWith(instance + "-", StringComparison.Ordinal)
                    || queue.Name.StartsWith($"sb-{instance}", StringComparison.Ordinal)
                )
            )
            {
                names.Add(queue.Name);
            }
        }

        return names;
    }

    private static bool IsSetAside(string queue) =>
        queue.EndsWith("-poison", StringComparison.Ordinal) || queue.EndsWith("-d", StringComparison.Ordinal);
}
