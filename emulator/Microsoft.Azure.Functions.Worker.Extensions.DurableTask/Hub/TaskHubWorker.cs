using AgentTrader.Emulator.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentTrader.Emulator.Durable;

/// <summary>What runs for the app's orchestrators and activities together, whichever of their listeners starts or stops first.</summary>
internal sealed class TaskHubWorker(
    TaskHub hub,
    ControlDispatcher dispatcher,
    ActivityRunner activities,
    TimerLoop timers,
    DurableSettings settings,
    ILogger<TaskHubWorker> logger
) : ITriggerListener, IDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly CancellationTokenSource giveUp = new();
    private readonly Lock gate = new();
    private Task? started;
    private Task? stopped;
    private bool disposed;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return started ??= StartOnceAsync();
        }
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return stopped ??= StopOnceAsync(cancellationToken);
        }
    }

    // The host's container disposes of what it hands out more than once.
    public void Dispose()
    {
        if (Interlocked.Exchange(ref disposed, true))
        {
            return;
        }

        stop.Cancel();
        giveUp.Cancel();
        stop.Dispose();
        giveUp.Dispose();
    }

    private async Task StartOnceAsync()
    {
        await hub.EnsureCreatedAsync();
        for (var i = 0; i < hub.Control.Count; i++)
        {
            var queue = hub.Control[i];
            var poller = new QueuePoller(
                queue,
                hub.ControlSent[i],
                settings.ControlQueueVisibilityTimeout,
                settings.MaxQueuePollingInterval,
                logger
            );
            _ = Task.Run(() =>
                poller.RunAsync(
                    () => dispatcher.Room,
                    messages => dispatcher.TakeAsync(queue, messages, giveUp.Token),
                    stop.Token
                )
            );
        }

        var activityPoller = new QueuePoller(
            hub.Activities,
            hub.ActivitySent,
            settings.WorkItemQueueVisibilityTimeout,
            settings.MaxQueuePollingInterval,
            logger
        );
        _ = Task.Run(() => activityPoller.RunAsync(() => activities.Room, activities.TakeAsync, stop.Token));
        _ = Task.Run(() => timers.RunAsync(stop.Token));
    }

    private async Task StopOnceAsync(CancellationToken cancellationToken)
    {
        await stop.CancelAsync();
        await Task.WhenAll(dispatcher.DrainAsync(cancellationToken), activities.DrainAsync(cancellationToken));
        await giveUp.CancelAsync();
    }
}
