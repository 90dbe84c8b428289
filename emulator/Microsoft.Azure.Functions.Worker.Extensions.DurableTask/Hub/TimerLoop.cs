using Microsoft.Extensions.Logging;

namespace AgentTrader.Emulator.Durable;

/// <summary>
/// Delivers timers when the app's clock says so. This process's own are known to the instant; those of a host that died are
/// found at the polling interval.
/// </summary>
internal sealed class TimerLoop(TaskHub hub, TimeProvider clock, DurableSettings settings, ILogger<TimerLoop> logger)
{
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var added = hub.TimerAdded.Next;
            var next = await DeliverAsync(stop);
            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(stop);
            await Task.WhenAny(
                added,
                Task.Delay(settings.MaxQueuePollingInterval, waiting.Token),
                UntilAsync(next, waiting.Token)
            );
            await waiting.CancelAsync();
        }
    }

    /// <summary>Sends what is due and returns the instant of the next timer; null when there is none.</summary>
    private async Task<DateTimeOffset?> DeliverAsync(CancellationToken stop)
    {
        try
        {
            var (due, next) = await hub.Timers.GetDueAsync(clock.GetUtcNow(), stop);
            await Task.WhenAll(due.Select(timer => DeliverAsync(timer.Key, timer.Message, stop)));
            return next;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception error)
        {
            logger.LogWarning(error, "Timers could not be delivered; it is tried again.");
            return null;
        }
    }

    private async Task DeliverAsync(string key, ControlMessage message, CancellationToken stop)
    {
        await hub.SendAsync(message with { DueAt = null }, stop);
        await hub.Timers.RemoveAsync(key, stop);
    }

    private Task UntilAsync(DateTimeOffset? instant, CancellationToken cancellation)
    {
        // Longer than the real-time poll ever waits, and short enough for a timer.
        var longest = TimeSpan.FromDays(1);
        if (instant is not { } due)
        {
            return Task.Delay(Timeout.Infinite, cancellation);
        }

        var wait = due - clock.GetUtcNow();
        return Task.Delay(
            wait <= TimeSpan.Zero ? TimeSpan.Zero
                : wait < longest ? wait
                : longest,
            clock,
            cancellation
        );
    }
}
