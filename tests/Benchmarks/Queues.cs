using AgentTrader.Testing;
using Azure.Storage.Queues;

namespace AgentTrader.Benchmarks;

/// <summary>What waits in an account's queues; what a floor sends is read by nobody and does not count.</summary>
internal static class Queues
{
    /// <summary>Waits until the hosts have handled every message.</summary>
    public static async Task UntilEmptyAsync(string storage) =>
        await Eventually.GetAsync(async () => string.Join(", ", await LengthsAsync(storage)), held => held.Length == 0);

    /// <summary>The queues that hold messages, and how many.</summary>
    public static async Task<IReadOnlyList<string>> LengthsAsync(string storage)
    {
        var queues = new QueueServiceClient(storage);
        var lengths = new List<string>();
        await foreach (var queue in queues.GetQueuesAsync())
        {
            var count = (await queues.GetQueueClient(queue.Name).GetPropertiesAsync()).Value.ApproximateMessagesCount;
            if (count > 0 && !queue.Name.Contains("floor", StringComparison.Ordinal))
            {
                lengths.Add($"{queue.Name} {count}");
            }
        }

        return lengths;
    }
}
