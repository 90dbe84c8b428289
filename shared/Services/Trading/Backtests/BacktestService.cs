using AgentTrader.Core;
using AgentTrader.Core.Identity;
using AgentTrader.Services.Identity;
using AgentTrader.Services.Market;
using AgentTrader.Services.Storage;
using Azure;

namespace AgentTrader.Services.Trading.Backtests;

/// <summary>What people do with backtests. A trader sees those that trader asked for, every other role all.</summary>
public sealed class BacktestService(
    BacktestStore store,
    InstanceStorage storage,
    IMarketData market,
    MarketClock clock,
    TimeProvider time
)
{
    /// <summary>
    /// Accepts a backtest. The message goes first and holds all of it, so there is no backtest that nothing runs; the same
    /// operation again gives the same backtest.
    /// </summary>
    /// <exception cref="ProblemException">400, 422.</exception>
    public async Task<BacktestResponse> SubmitAsync(
        Caller caller,
        StartBacktestRequest request,
        CancellationToken cancellationToken
    )
    {
        var operation = caller.Operation;
        var id = EntityId.Derive(IdPrefixes.Backtest, operation.At, operation.Seed);
        if (await store.FindAsync(id, cancellationToken) is { } earlier)
        {
            return BacktestResponse.Of(earlier.Record);
        }

        var now = clock.MarketNow;
        var plan = await BacktestPlan.MakeAsync(request, market, now, cancellationToken);
        var record = new BacktestRecord(id, caller.UserId, plan.Request, now, operation.At);
        await storage.Queue(QueueNames.Backtests).SendMessageAsync(QueueMessages.Write(record), cancellationToken);
        await store.AddAsync(record, cancellationToken);
        return BacktestResponse.Of(record);
    }

    /// <summary>A page of backtests without their long lists, newest first.</summary>
    public async Task<(IReadOnlyList<BacktestResponse> Backtests, string? NextPageToken)> ListAsync(
        Caller caller,
        int pageSize,
        string? pageToken,
        CancellationToken cancellationToken
    )
    {
        var owner = caller.Role == Roles.Trader ? caller.UserId : null;
        var (records, next) = await store.ListAsync(owner, pageSize, pageToken, cancellationToken);
        return ([.. records.Select(record => BacktestResponse.Of(record))], next);
    }

    /// <summary>A backtest, with its lists when it has completed.</summary>
    /// <exception cref="ProblemException">404.</exception>
    public async Task<BacktestResponse> GetAsync(Caller caller, string backtestId, CancellationToken cancellationToken)
    {
        var (record, _) = await RequireAsync(caller, backtestId, cancellationToken);
        return BacktestResponse.Of(
            record,
            record.Status == BacktestStatus.Completed ? await store.ReadListsAsync(backtestId, cancellationToken) : null
        );
    }

    /// <summary>Cancels a backtest; one that runs stops within about a second. Cancelling again changes nothing.</summary>
    /// <exception cref="ProblemException">404, 409.</exception>
    public async Task<BacktestResponse> CancelAsync(
        Caller caller,
        string backtestId,
        CancellationToken cancellationToken
    )
    {
        while (true)
        {
            var (record, tag) = await RequireAsync(caller, backtestId, cancellationToken);
            if (record.Status is BacktestStatus.Completed or BacktestStatus.Failed)
            {
                throw ProblemException.Conflict(
                    "/problems/backtest-ended",
                    "The backtest has ended, so there is nothing to cancel: read its result."
                );
            }

            var cancelled = record with { Status = BacktestStatus.Cancelled, FinishedAt = time.GetUtcNow() };
            if (record.IsFinal || await store.ReplaceAsync(cancelled, tag, cancellationToken))
            {
                return BacktestResponse.Of(record.IsFinal ? record : cancelled);
            }
        }
    }

    private async Task<(BacktestRecord Record, ETag Tag)> RequireAsync(
        Caller caller,
        string backtestId,
        CancellationToken cancellationToken
    )
    {
        var found = EntityId.IsValid(backtestId, IdPrefixes.Backtest)
            ? await store.FindAsync(backtestId, cancellationToken)
            : null;
        return found is { } backtest && (caller.Role != Roles.Trader || backtest.Record.OwnerId == caller.UserId)
            ? backtest
            : throw ProblemException.NotFound("backtest", backtestId);
    }
}
