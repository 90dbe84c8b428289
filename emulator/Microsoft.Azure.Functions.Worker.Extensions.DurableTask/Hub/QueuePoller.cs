using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Logging;

namespace AgentTrader.Emulator.Durable;

/// <summary>
/// Takes messages from a queue as long as there is room for them. An empty queue is looked at ever more rarely, up to the
/// longest interval, but at once when this process has sent something or has room again. Waits in real time, as the queue's own
/// timeouts do.
/// </summary>
internal sealed class QueuePoller(
    QueueClient queue,
    Wakeup wakeup,
    TimeSpan visibility,
    TimeSpan longest,
    ILogger logger
)
{
    private const int MostPerCall = 32;
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(50);

    /// <param name="room">How many messages may be taken now.</param>
    /// <param name="take">Takes messages over; must not wait for their work.</param>
    /// <param name="stop">Ends the loop.</param>
    public async Task RunAsync(Func<int> room, Func<IReadOnlyList<QueueMessage>, Task> take, CancellationToken stop)
    {
        var interval = Shortest;
        while (!stop.IsCancellationRequested)
        {
            var signal = wakeup.Next;
            var taken = await TakeAsync(room(), take);
            if (taken > 0)
            {
                interval = Shortest;
                continue;
            }

            var waited = Task.Delay(interval, stop);
            interval = await Task.WhenAny(signal, waited) == signal ? Shortest : Longer(interval);
        }
    }

    private async Task<int> TakeAsync(int room, Func<IReadOnlyList<QueueMessage>, Task> take)
    {
        if (room <= 0)
        {
            return 0;
        }

        try
        {
            // Not cancelled: what is taken while the host stops has to be given back.
            var messages = await queue.ReceiveMessagesAsync(Math.Min(room, MostPerCall), visibility, default);
            if (messages.Value.Length > 0)
            {
                await take(messages.Value);
            }

            return messages.Value.Length;
        }
        catch (Exception error)
        {
            logger.LogWarning(error, "The queue {Queue} could not be read; it is tried again.", queue.Name);
            return 0;
        }
    }

    private TimeSpan Longer(TimeSpan interval)
    {
        var doubled = interval * (1.8 + (Random.Shared.NextDouble() * 0.4));
        return doubled < longest ? doubled : longest;
    }
}
