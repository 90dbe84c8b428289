using AgentTrader.Emulator.Hosting;
using Azure;
using Azure.Storage.Blobs.Specialized;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Extensions.Timer;

/// <summary>
/// Keeps one timer's schedule while this host holds its lease; waits for the lease otherwise. The schedule follows the app's
/// clock, the lease real time, as storage counts it. Runs never overlap.
/// </summary>
internal sealed class TimerListener(
    bool runOnStartup,
    ScheduledRun run,
    TimerSchedule schedule,
    TimeProvider clock,
    TimerStorage storage,
    ILogger logger
) : ITriggerListener, IDisposable
{
    private static readonly TimeSpan RetryTime = TimerStorage.LeaseTime / 3;

    // Delays do not count the time a laptop sleeps, so a long one is looked at again in between.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(10);
    private readonly InvocationGate gate = new();
    private readonly CancellationTokenSource stopping = new();
    private Task keeping = Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await storage.CreateAsync(cancellationToken);
        keeping = Task.Run(KeepUntilStoppedAsync, CancellationToken.None);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
        await gate.DrainAsync(cancellationToken);
        await Task.WhenAny(keeping, Task.Delay(Timeout.Infinite, cancellationToken));
    }

    public void Dispose()
    {
        gate.Dispose();
        stopping.Dispose();
    }

    private async Task KeepUntilStoppedAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                if (await storage.TryAcquireAsync(stopping.Token) is { } lease)
                {
                    await KeepWithLeaseAsync(lease);
                }
            }
            catch (OperationCanceledException)
            {
                // Stopped, or the lease was lost: the loop's condition knows which.
            }
            catch (Exception error) when (error is RequestFailedException or AggregateException)
            {
                logger.LogWarning("The schedule of {Function} waits for storage: {Reason}", run.Name, error.Message);
            }

            await Task.Delay(RetryTime, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task KeepWithLeaseAsync(BlobLeaseClient lease)
    {
        using var held = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token);
        using var released = new CancellationTokenSource();
        var renewing = RenewAsync(lease, held, released.Token);
        try
        {
            await KeepScheduleAsync(held.Token);
        }
        finally
        {
            await released.CancelAsync();
            await renewing;
            await ReleaseAsync(lease);
        }
    }

    private async Task KeepScheduleAsync(CancellationToken held)
    {
        if (await run.IsPastDueAsync(held))
        {
            logger.LogInformation("{Function} missed its time and runs now.", run.Name);
            await InvokeAsync(isPastDue: true, isScheduled: false);
        }
        else if (runOnStartup)
        {
            await InvokeAsync(isPastDue: false, isScheduled: false);
        }

        while (true)
        {
            await WaitUntilAsync(schedule.NextAfter(Now), held);
            await InvokeAsync(isPastDue: false, isScheduled: true);
        }
    }

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    private async Task WaitUntilAsync(DateTime instant, CancellationToken held)
    {
        held.ThrowIfCancellationRequested();
        while (instant - Now is var left && left > TimeSpan.Zero)
        {
            await Task.Delay(left < LongestDelay ? left : LongestDelay, clock, held);
        }
    }

    private async Task InvokeAsync(bool isPastDue, bool isScheduled)
    {
        if (gate.TryEnter())
        {
            try
            {
                await run.InvokeAsync(isPastDue, isScheduled, gate.GivenUp);
            }
            finally
            {
                gate.Exit();
            }
        }
    }

    /// <summary>Renews until released; cancels <paramref name="held"/> when the lease is another's or has run out.</summary>
    private async Task RenewAsync(BlobLeaseClient lease, CancellationTokenSource held, CancellationToken released)
    {
        var renewed = TimeProvider.System.GetTimestamp();
        try
        {
            while (true)
            {
                await Task.Delay(RetryTime, released);
                try
                {
                    await lease.RenewAsync(cancellationToken: released);
                    renewed = TimeProvider.System.GetTimestamp();
                }
                catch (Exception error) when (error is RequestFailedException or AggregateException)
                {
                    if (
                        error is RequestFailedException { Status: 409 or 412 or 404 }
                        || TimeProvider.System.GetElapsedTime(renewed) > TimerStorage.LeaseTime
                    )
                    {
                        logger.LogWarning("The lease of {Function} was lost: {Reason}", run.Name, error.Message);
                        await held.CancelAsync();
                        return;
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Released.
        }
    }

    private static async Task ReleaseAsync(BlobLeaseClient lease)
    {
        try
        {
            await lease.ReleaseAsync();
        }
        catch (Exception error) when (error is RequestFailedException or AggregateException)
        {
            // Lost already, or storage is gone: it runs out by itself.
        }
    }
}
