using System.Collections.Concurrent;

namespace Azure.Messaging.ServiceBus;

/// <summary>Wakes receivers of this process when a sender of this process has sent; others find out by polling.</summary>
internal static class Arrivals
{
    private static readonly ConcurrentDictionary<Uri, TaskCompletionSource> Waiting = new();

    public static Task Next(Uri queue) =>
        Waiting.GetOrAdd(queue, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public static void Announce(Uri queue)
    {
        if (Waiting.TryRemove(queue, out var waiting))
        {
            waiting.SetResult();
        }
    }
}
