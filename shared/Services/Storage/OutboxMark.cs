using System.Security.Cryptography;
using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;

namespace AgentTrader.Services.Storage;

/// <summary>
/// Says in storage that this process may owe messages: a row that it writes before it promises the first, renews while it is
/// at work, and takes back when it has been quiet. A row that grows old is left by a process that died, or that failed to
/// send, and only then must <see cref="Outbox.SweepAsync"/> search the agents for promises.
/// </summary>
public sealed class OutboxMark : IDisposable
{
    /// <summary>How long a row speaks for what its process does.</summary>
    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(10);

    /// <summary>A younger promise is still being sent by whoever made it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>
    /// When a row is old. Whatever its process promised under it is then older than <see cref="Patience"/>, so that one search
    /// finds all of it.
    /// </summary>
    public static readonly TimeSpan Old = Renewal + Patience + TimeSpan.FromSeconds(5);

    /// <summary>When not even a call that storage was slow to carry out can be one of the row's process.</summary>
    public static readonly TimeSpan Outlived = TimeSpan.FromMinutes(2);

    private const string Partition = "outbox";

    private readonly Lock gate = new();
    private readonly InstanceStorage storage;
    private readonly TimeProvider time;
    private readonly ILogger<OutboxMark> log;
    private readonly ITimer quiet;
    private string row = NewRow();
    private (DateTimeOffset At, ETag Tag)? written;
    private int underWay;

    public OutboxMark(InstanceStorage storage, TimeProvider time, ILogger<OutboxMark> log)
    {
        (this.storage, this.time, this.log) = (storage, time, log);
        quiet = time.CreateTimer(_ => TakeBack(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private TableClient Table => storage.Table(TableNames.Settings);

    /// <summary>Promises or sends while the row stands. What fails may have promised all the same, unless storage refused it: a search will tell.</summary>
    public async Task DuringAsync(Func<Task> work, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref underWay);
        try
        {
            await WriteAsync(cancellationToken);
            await work();
        }
        catch (Exception failure) when (failure is not RequestFailedException { Status: 409 or 412 })
        {
            lock (gate)
            {
                // The old row is not renewed any more, and so is found; what is promised from now on has another.
                (row, written) = (NewRow(), null);
            }

            throw;
        }
        finally
        {
            if (Interlocked.Decrement(ref underWay) == 0)
            {
                quiet.Change(Renewal, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>The rows that are old.</summary>
    public async Task<IReadOnlyList<TableEntity>> OldAsync(CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {Partition} and Timestamp lt {time.GetUtcNow() - Old}"
        );
        return await Table
            .QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken)
            .ToListAsync(cancellationToken);
    }

    /// <summary>Removes an old row after the search, unless its process has come back.</summary>
    public async Task RemoveAsync(TableEntity old, CancellationToken cancellationToken)
    {
        try
        {
            await Table.DeleteEntityAsync(old.PartitionKey, old.RowKey, old.ETag, cancellationToken);
        }
        catch (RequestFailedException renewed) when (renewed.Status == 412)
        {
            log.LogDebug("The process of {Mark} is back at work.", old.RowKey);
        }
    }

    public void Dispose() => quiet.Dispose();

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        string mine;
        var now = time.GetUtcNow();
        lock (gate)
        {
            if (written is { } last && now - last.At < Renewal)
            {
                return;
            }

            mine = row;
        }

        var response = await Table.UpsertEntityAsync(
            new TableEntity(Partition, mine),
            TableUpdateMode.Replace,
            cancellationToken
        );
        lock (gate)
        {
            if (row == mine && response.Headers.ETag is { } tag)
            {
                written = (now, tag);
            }
        }
    }

    private async void TakeBack()
    {
        string mine;
        ETag tag;
        lock (gate)
        {
            if (Volatile.Read(ref underWay) > 0 || written is not { } last)
            {
                return;
            }

            (mine, tag, written) = (row, last.Tag, null);
        }

        try
        {
            // By its tag: one that was written anew meanwhile stays.
            await Table.DeleteEntityAsync(Partition, mine, tag);
        }
        catch (RequestFailedException failure)
        {
            log.LogDebug(failure, "The mark {Mark} stays until the sweep.", mine);
        }
    }

    private static string NewRow() => RandomNumberGenerator.GetHexString(32, lowercase: true);
}
