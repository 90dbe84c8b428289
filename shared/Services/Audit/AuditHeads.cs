using AgentTrader.Services.Storage;
using Azure;
using Azure.Data.Tables;

namespace AgentTrader.Services.Audit;

/// <summary>
/// Finds and opens the days of a shard. A new day begins in three steps, each of which another host may complete after a crash:
/// the old day names its successor and so is closed, the new day's head continues its hash, the root row's Last names the new
/// day. Entries are only ever added to the day that the root names.
/// </summary>
internal sealed class AuditHeads(InstanceStorage storage)
{
    private TableClient Table => storage.Table(TableNames.Audit);

    /// <summary>The head of the day that grows, opened if it is the first of <paramref name="now"/>'s day.</summary>
    public async Task<AuditHead> OpenAsync(string shard, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var today = AuditChain.Partition(now, shard);
        while (true)
        {
            var root = await RootAsync(shard, cancellationToken);
            if (root is null)
            {
                // The very first entry: claim where the chain begins, so that two hosts begin one chain.
                var first = new TableEntity(AuditChain.RootPartition, shard) { ["First"] = today };
                await TryAsync(() => Table.AddEntityAsync(first, cancellationToken));
                continue;
            }

            var last = root.GetString("Last");
            if (last is null)
            {
                await BeginAsync(root, cancellationToken);
                continue;
            }

            var head = await FindAsync(last, cancellationToken);
            if (head is null)
            {
                throw new InvalidOperationException(
                    $"The audit log's newest day '{last}' has lost its head row: verify the log and restore the row."
                );
            }
            else if (head.Next is { } next)
            {
                await FollowAsync(head, next, root, cancellationToken);
            }
            else if (string.CompareOrdinal(last, today) >= 0)
            {
                // A clock that is a little behind goes on with the day that was opened.
                return head;
            }
            else
            {
                await TryReplaceAsync((head with { Next = today }).ToRow(), cancellationToken);
            }
        }
    }

    /// <summary>The head of a partition; null when there is none.</summary>
    public async Task<AuditHead?> FindAsync(string partition, CancellationToken cancellationToken)
    {
        var row = await GetAsync(partition, AuditChain.HeadRow, cancellationToken);
        return row is null ? null : AuditHead.FromRow(row);
    }

    /// <summary>Where a shard begins and ends (First, Last); null before its first entry.</summary>
    public Task<TableEntity?> RootAsync(string shard, CancellationToken cancellationToken) =>
        GetAsync(AuditChain.RootPartition, shard, cancellationToken);

    private async Task BeginAsync(TableEntity root, CancellationToken cancellationToken)
    {
        var first = root.GetString("First");
        var begun = new AuditHead(first, 0, AuditChain.Genesis, null, AuditChain.Genesis, null, default);
        await TryAsync(() => Table.AddEntityAsync(begun.ToRow(), cancellationToken));
        root["Last"] = first;
        await TryReplaceAsync(root, cancellationToken);
    }

    private async Task FollowAsync(AuditHead closed, string next, TableEntity root, CancellationToken cancellationToken)
    {
        var opened = new AuditHead(next, 0, closed.LastHash, closed.Partition, closed.LastHash, null, default);
        await TryAsync(() => Table.AddEntityAsync(opened.ToRow(), cancellationToken));
        root["Last"] = next;
        await TryReplaceAsync(root, cancellationToken);
    }

    private Task TryReplaceAsync(TableEntity row, CancellationToken cancellationToken) =>
        TryAsync(() => Table.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace, cancellationToken));

    /// <summary>Another host may have done the same step; the loop looks again.</summary>
    private static async Task TryAsync(Func<Task> step)
    {
        try
        {
            await step();
        }
        catch (RequestFailedException exception) when (exception.Status is 409 or 412) { }
    }

    private async Task<TableEntity?> GetAsync(string partition, string key, CancellationToken cancellationToken)
    {
        var found = await Table.GetEntityIfExistsAsync<TableEntity>(
            partition,
            key,
            cancellationToken: cancellationToken
        );
        return found.HasValue ? found.Value : null;
    }
}
