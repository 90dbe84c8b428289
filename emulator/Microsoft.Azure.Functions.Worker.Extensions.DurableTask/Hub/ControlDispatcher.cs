using System.Text.Json;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Logging;

namespace AgentTrader.Emulator.Durable;

/// <summary>
/// Hands deliveries to the processor: one orchestration's one after the other, different ones side by side up to the limit.
/// </summary>
internal sealed class ControlDispatcher(
    TaskHub hub,
    OrchestrationProcessor processor,
    DurableSettings settings,
    ILogger<ControlDispatcher> logger
) : IDisposable
{
    // As officially: more than this is left in the queue.
    private const int MostHeld = 256;
    private static readonly TimeSpan RetryWait = TimeSpan.FromSeconds(1);
    private readonly SemaphoreSlim slots = new(settings.MaxConcurrentOrchestratorFunctions);
    private readonly Lock gate = new();
    private readonly Dictionary<string, List<Delivery>> waiting = [];
    private readonly HashSet<string> running = [];
    private TaskCompletionSource? drained;
    private int held;

    /// <summary>How many more messages may be taken.</summary>
    public int Room => MostHeld - Volatile.Read(ref held);

    public async Task TakeAsync(QueueClient queue, IReadOnlyList<QueueMessage> messages, CancellationToken cancellation)
    {
        foreach (var message in messages)
        {
            var received = new ReceivedMessage(queue, message);
            try
            {
                var control = await hub.ReadAsync<ControlMessage>(message.Body, cancellation);
                _ = control.Event.MessageId ?? throw new JsonException("The event has no message id.");
                Enqueue(new(control, received), cancellation);
            }
            catch (JsonException error)
            {
                logger.LogError(error, "A message of the queue {Queue} is no event; it is deleted.", queue.Name);
                await received.DeleteAsync();
            }
        }
    }

    /// <summary>Gives back what has not begun, and returns when the rest is done or <paramref name="giveUp"/> fires.</summary>
    public async Task DrainAsync(CancellationToken giveUp)
    {
        List<Delivery> unstarted;
        lock (gate)
        {
            drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
            unstarted = [.. waiting.Values.SelectMany(deliveries => deliveries)];
            waiting.Clear();
            CompleteWhenIdle_NeedsLock();
        }

        await Task.WhenAll(unstarted.Select(delivery => delivery.Received.ReleaseAsync(TimeSpan.Zero)));
        await Task.WhenAny(drained.Task, Task.Delay(Timeout.Infinite, giveUp));
    }

    public void Dispose() => slots.Dispose();

    private void Enqueue(Delivery delivery, CancellationToken cancellation)
    {
        lock (gate)
        {
            held++;
            if (!waiting.TryGetValue(delivery.Message.InstanceId, out var deliveries))
            {
                waiting.Add(delivery.Message.InstanceId, deliveries = []);
            }

            deliveries.Add(delivery);
            if (running.Add(delivery.Message.InstanceId))
            {
                _ = Task.Run(() => RunAsync(delivery.Message.InstanceId, cancellation), CancellationToken.None);
            }
        }
    }

    private async Task RunAsync(string instanceId, CancellationToken cancellation)
    {
        while (true)
        {
            await slots.WaitAsync(CancellationToken.None);
            try
            {
                if (Next(instanceId) is not { } deliveries)
                {
                    return;
                }

                await ProcessAsync(instanceId, deliveries, cancellation);
                Interlocked.Add(ref held, -deliveries.Count);
            }
            finally
            {
                slots.Release();
            }
        }
    }

    // What fails comes again soon, or when storage does not answer at all, after its visibility timeout.
    private async Task ProcessAsync(string instanceId, List<Delivery> deliveries, CancellationToken cancellation)
    {
        try
        {
            await processor.ProcessAsync(instanceId, deliveries, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested) { }
        catch (Exception error)
        {
            logger.LogError(error, "A step of the orchestration '{InstanceId}' failed; it is tried again.", instanceId);
            processor.Forget(instanceId);
            await ReleaseAsync(deliveries);
        }
    }

    private async Task ReleaseAsync(List<Delivery> deliveries)
    {
        try
        {
            await Task.WhenAll(deliveries.Select(delivery => delivery.Received.ReleaseAsync(RetryWait)));
        }
        catch (Exception error)
        {
            logger.LogWarning(error, "The queue does not answer; its messages come again by themselves.");
        }
    }

    private List<Delivery>? Next(string instanceId)
    {
        lock (gate)
        {
            if (!waiting.TryGetValue(instanceId, out var deliveries))
            {
                running.Remove(instanceId);
                CompleteWhenIdle_NeedsLock();
                return null;
            }

            var next = deliveries.GetRange(0, Inbox.Fitting(deliveries));
            deliveries.RemoveRange(0, next.Count);
            if (deliveries.Count == 0)
            {
                waiting.Remove(instanceId);
            }

            return next;
        }
    }

    private void CompleteWhenIdle_NeedsLock()
    {
        if (running.Count == 0)
        {
            drained?.TrySetResult();
        }
    }
}
