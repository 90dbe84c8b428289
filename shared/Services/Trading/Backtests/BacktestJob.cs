using AgentTrader.Core.Trading.Backtesting;
using AgentTrader.Services.Market;
using AgentTrader.Services.Storage;
using Azure;
using Microsoft.Extensions.Logging;

namespace AgentTrader.Services.Trading.Backtests;

/// <summary>
/// Runs a backtest out of the queue. A host that is killed leaves the message, which comes again and starts the run over:
/// the same request gives the same result, and a final record is never changed.
/// </summary>
public sealed class BacktestJob(
    BacktestStore store,
    InstanceStorage storage,
    SignalHistory signals,
    IMarketData market,
    TimeProvider time,
    ILogger<BacktestJob> log
) : IDisposable
{
    /// <summary>How often progress is stored and a cancellation looked for.</summary>
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    /// <summary>How long a message waits that finds another backtest running here.</summary>
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(1);

    /// <summary>One at a time in a process: a backtest takes a whole core, and trades come first.</summary>
    private readonly SemaphoreSlim slot = new(1);

    public async Task RunAsync(BacktestRecord message, CancellationToken cancellationToken)
    {
        // Back into the queue instead of waiting here, where the waiting would count as running.
        if (!await slot.WaitAsync(TimeSpan.Zero, cancellationToken))
        {
            await storage
                .Queue(QueueNames.Backtests)
                .SendMessageAsync(QueueMessages.Write(message), Turn, cancellationToken: cancellationToken);
            return;
        }

        try
        {
            await StartAsync(message, cancellationToken);
        }
        finally
        {
            slot.Release();
        }
    }

    /// <summary>Ends a backtest that failed as often as a message is tried, so that none waits for ever. Safe to repeat.</summary>
    public async Task AbandonAsync(BacktestRecord message, CancellationToken cancellationToken)
    {
        await store.AddAsync(message, cancellationToken);
        var failed = Failed("The backtest could not be run, however often it was tried: start it again.");
        if (await ChangeAsync(message.BacktestId, failed, cancellationToken))
        {
            log.LogWarning("{BacktestId} was abandoned.", message.BacktestId);
        }
    }

    public void Dispose() => slot.Dispose();

    private async Task StartAsync(BacktestRecord message, CancellationToken cancellationToken)
    {
        // The message comes before the row, and may be quicker than it.
        await store.AddAsync(message, cancellationToken);
        var started = await ChangeAsync(
            message.BacktestId,
            record => record with { Status = BacktestStatus.Running, Progress = 0 },
            cancellationToken
        );
        if (!started)
        {
            return;
        }

        var end = await EndAsync(message, cancellationToken);
        if (end is not null && await ChangeAsync(message.BacktestId, end, cancellationToken))
        {
            log.LogInformation("{BacktestId} has ended.", message.BacktestId);
        }
    }

    /// <summary>Runs it; gives the change to its final record, or null when it was cancelled.</summary>
    private async Task<Func<BacktestRecord, BacktestRecord>?> EndAsync(
        BacktestRecord message,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var plan = await BacktestPlan.MakeAsync(message.Request, market, message.MarketNow, cancellationToken);
            var past = await signals.BetweenAsync(plan.From, plan.To, cancellationToken);
            if (await WatchAsync(message, plan, past, cancellationToken) is not { } result)
            {
                return null;
            }

            await store.PutListsAsync(message.BacktestId, BacktestLists.Of(result), cancellationToken);
            return record => Completed(record, result, time.GetUtcNow());
        }
        catch (ProblemException refusal)
        {
            // What the market offers may have changed since it was asked for.
            log.LogWarning("{BacktestId} was refused: {Reason}", message.BacktestId, refusal.Message);
            return Failed(refusal.Message);
        }
        catch (Exception exception)
            when (exception is not (OperationCanceledException or RequestFailedException or AggregateException))
        {
            // Storage that does not answer is tried again with the message; anything else would fail again.
            log.LogError(exception, "{BacktestId} failed.", message.BacktestId);
            return Failed(
                "The backtest failed inside the engine: report its id, and try another time span or other settings."
            );
        }
    }

    private Func<BacktestRecord, BacktestRecord> Failed(string error) =>
        record => record with { Status = BacktestStatus.Failed, FinishedAt = time.GetUtcNow(), Error = error };

    /// <summary>The record with the figures of its result.</summary>
    public static BacktestRecord Completed(BacktestRecord record, BacktestResult result, DateTimeOffset at) =>
        record with
        {
            Status = BacktestStatus.Completed,
            Progress = 1,
            FinishedAt = at,
            Metrics = result.Metrics,
            Micro = result.Micro,
            Benchmark = result.Benchmark,
            OrderListHash = result.OrderListHash,
            Orders = result.Orders,
            Bars = result.Bars,
        };

    /// <summary>Runs beside a loop that stores progress; null when somebody cancelled it.</summary>
    private async Task<BacktestResult?> WatchAsync(
        BacktestRecord message,
        BacktestPlan plan,
        PastSignals past,
        CancellationToken cancellationToken
    )
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var progress = new LatestProgress();
        var run = Task.Run(() => plan.RunAsync(market, past, message.OwnerId, progress, stop.Token), stop.Token);
        var goesOn = true;
        try
        {
            while (goesOn && await Task.WhenAny(run, Task.Delay(Beat, time, stop.Token)) != run)
            {
                goesOn = await ChangeAsync(
                    message.BacktestId,
                    record => record with { Progress = progress.Value },
                    cancellationToken
                );
            }

            return goesOn ? await run : null;
        }
        finally
        {
            // Whatever ended the loop, nothing goes on unseen behind it.
            await stop.CancelAsync();
            await ((Task)run).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Changes a record that is not final; false when it is, or is gone.</summary>
    private async Task<bool> ChangeAsync(
        string backtestId,
        Func<BacktestRecord, BacktestRecord> change,
        CancellationToken cancellationToken
    )
    {
        while (await store.FindAsync(backtestId, cancellationToken) is { Record.IsFinal: false } found)
        {
            if (await store.ReplaceAsync(change(found.Record), found.Tag, cancellationToken))
            {
                return true;
            }
        }

        return false;
    }

    private sealed class LatestProgress : IProgress<double>
    {
        private double latest;

        public double Value => Volatile.Read(ref latest);

        public void Report(double value) => Volatile.Write(ref latest, value);
    }
}
