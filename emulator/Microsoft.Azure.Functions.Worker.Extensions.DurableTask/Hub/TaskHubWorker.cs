using AgentTrader.Emulator.Hosting;
using Azure;
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
    private readonly List<Task> loops = [];
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
        await CreateHubAsync();
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
            loops.Add(
                Task.Run(() =>
                    poller.RunAsync(
                        () => dispatcher.Room,
                        messages => dispatcher.TakeAsync(queue, messages, giveUp.Token),
                        stop.Token
                    )
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
        loops.Add(Task.Run(() => activityPoller.RunAsync(() => activities.Room, activities.TakeAsync, stop.Token)));
        loops.Add(Task.Run(() => timers.RunAsync(stop.Token)));
    }

    private async Task CreateHubAsync()
    {
        try
        {
            await hub.EnsureCreatedAsync();
        }
        catch (Exception error) when (error is RequestFailedException or AggregateException)
        {
            throw new HostStartException(
                $"The task hub '{settings.Hub}' cannot be created in the storage account of AzureWebJobsStorage: start Azurite, "
                    + $"or correct the connection string. {error.Message.Split('\n')[0]}",
                error
            );
        }
    }

    private async Task StopOnceAsync(CancellationToken cancellationToken)
    {
        await stop.CancelAsync();
        await Task.WhenAny(Task.WhenAll(loops), Task.Delay(Timeout.Infinite, cancellationToken));
        await Task.WhenAll(dispatcher.DrainAsync(cancellationToken), activities.DrainAsync(cancellationToken));
        await giveUp.CancelAsync();
    }
}
