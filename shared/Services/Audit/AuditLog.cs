using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using AgentTrader.Services.Storage;
using Azure;
using Azure.Data.Tables;

namespace AgentTrader.Services.Audit;

/// <summary>
/// Who did what: append-only, hash-chained (see <see cref="AuditChain"/>), so that a changed, removed or reordered entry is found.
/// </summary>
public sealed class AuditLog(InstanceStorage storage, TimeProvider clock)
{
    /// <summary>Only other hosts stand in an append's way, and each of them gets on; more than this means a damaged head.</summary>
    private const int MaxAttempts = 200;

    private readonly AuditHeads heads = new(storage);
    private readonly ConcurrentDictionary<string, SemaphoreSlim> gates = new();
    private readonly ConcurrentDictionary<string, AuditHead> known = new();

    private TableClient Table => storage.Table(TableNames.Audit);

    /// <summary>Appends the entry; does nothing when its id is there already.</summary>
    public async Task AppendAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        var shard = AuditChain.ShardOf(entry.EntryId);
        var gate = gates.GetOrAdd(shard, static _ => new SemaphoreSlim(1));
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (!await WasAppendedOnAnEarlierDayAsync(entry, shard, cancellationToken))
            {
                await AppendNewAsync(entry, shard, cancellationToken);
            }
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>One page of entries, the newest first, and the token to go on from.</summary>
    public async Task<(IReadOnlyList<AuditEntry> Entries, string? Continuation)> ListAsync(
        AuditFilter filter,
        int pageSize,
        string? continuation,
        CancellationToken cancellationToken
    )
    {
        var positions = AuditPosition.ParseAll(continuation);
        var shards = new List<IAsyncEnumerator<(AuditEntry Entry, AuditPosition Position)>>();
        try
        {
            for (var shard = 0; shard < AuditChain.Shards; shard++)
            {
                var name = shard.ToString(CultureInfo.InvariantCulture);
                var newest = ReadAsync(name, filter, positions[shard], pageSize, cancellationToken);
                shards.Add(newest.GetAsyncEnumerator(cancellationToken));
            }

            var open = await Task.WhenAll(shards.Select(shard => shard.MoveNextAsync().AsTask()));
            var page = new List<AuditEntry>(pageSize);
            while (page.Count < pageSize && Array.IndexOf(open, true) >= 0)
            {
                var next = Enumerable
                    .Range(0, shards.Count)
                    .Where(shard => open[shard])
                    .MaxBy(shard => shards[shard].Current.Entry.Timestamp);
                page.Add(shards[next].Current.Entry);
                positions[next] = shards[next].Current.Position;
                open[next] = await shards[next].MoveNextAsync();
            }

            return (page, Array.IndexOf(open, true) >= 0 ? AuditPosition.Join(positions) : null);
        }
        finally
        {
            foreach (var shard in shards)
            {
                await shard.DisposeAsync();
            }
        }
    }

    /// <summary>Walks the whole log and names the first entry that is not as it was written.</summary>
    public Task<AuditVerification> VerifyAsync(CancellationToken cancellationToken) =>
        new AuditVerifier(storage, heads).VerifyAsync(cancellationToken);

    private async Task AppendNewAsync(AuditEntry entry, string shard, CancellationToken cancellationToken)
    {
        for (var attempt = 1; !await TryAppendAsync(entry, shard, cancellationToken); attempt++)
        {
            if (attempt == MaxAttempts)
            {
                throw new InvalidOperationException(
                    $"The audit log's shard {shard} takes no entry after {MaxAttempts} attempts: verify the log."
                );
            }
        }
    }

    private async Task<bool> TryAppendAsync(AuditEntry entry, string shard, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var head = known.GetValueOrDefault(shard);
        if (head is null || string.CompareOrdinal(head.Partition, AuditChain.Partition(now, shard)) < 0)
        {
            head = await heads.OpenAsync(shard, now, cancellationToken);
        }

        var number = head.Count + 1;
        var row = AuditChain.EntryRow(head.Partition, number, head.LastHash, entry);
        var moved = head with { Count = number, LastHash = row.GetString("Hash") };
        var idRow = new TableEntity(head.Partition, AuditChain.IdRowKey(entry.EntryId)) { ["Number"] = number };
        try
        {
            var done = await Table.SubmitTransactionAsync(
                [
                    new TableTransactionAction(TableTransactionActionType.Add, idRow),
                    new TableTransactionAction(TableTransactionActionType.Add, row),
                    new TableTransactionAction(TableTransactionActionType.UpdateReplace, moved.ToRow(), head.Version),
                ],
                cancellationToken
            );
            known[shard] = moved with { Version = done.Value[2].Headers.ETag ?? default };
            return true;
        }
        catch (RequestFailedException exception) when (exception.Status is 404 or 409 or 412)
        {
            // The id is there already, or another host moved the head: look again.
            known.TryRemove(shard, out _);
            return await HasAsync(head.Partition, entry.EntryId, cancellationToken);
        }
    }

    /// <summary>Within a day the id's row refuses a second time; a message delivered again after midnight is found here.</summary>
    private async Task<bool> WasAppendedOnAnEarlierDayAsync(
        AuditEntry entry,
        string shard,
        CancellationToken cancellationToken
    )
    {
        var now = clock.GetUtcNow();
        var firstDay = AuditChain.Partition(entry.Timestamp, shard);
        if (string.CompareOrdinal(firstDay, AuditChain.Partition(now, shard)) >= 0)
        {
            return false;
        }

        var head = await heads.OpenAsync(shard, now, cancellationToken);
        while (head.Previous is { } partition && string.CompareOrdinal(partition, firstDay) >= 0)
        {
            if (await HasAsync(partition, entry.EntryId, cancellationToken))
            {
                return true;
            }

            head = await heads.FindAsync(partition, cancellationToken) ?? throw MissingDay(partition);
        }

        return false;
    }

    private async Task<bool> HasAsync(string partition, string entryId, CancellationToken cancellationToken)
    {
        var found = await Table.GetEntityIfExistsAsync<TableEntity>(
            partition,
            AuditChain.IdRowKey(entryId),
            cancellationToken: cancellationToken
        );
        return found.HasValue;
    }

    private async IAsyncEnumerable<(AuditEntry Entry, AuditPosition Position)> ReadAsync(
        string shard,
        AuditFilter filter,
        AuditPosition after,
        int pageSize,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var root = await heads.RootAsync(shard, cancellationToken);
        var partition = after.Partition ?? root?.GetString("Last");
        var rowKey = after.Partition is null ? "e|" : AuditChain.RowKey(after.Number);
        var firstDay = filter.From is { } from ? AuditChain.Partition(from, shard) : "";
        while (partition is not null && string.CompareOrdinal(partition, firstDay) >= 0)
        {
            var query = Query(partition, rowKey, filter);
            await foreach (var row in Table.QueryAsync<TableEntity>(query, pageSize + 1, null, cancellationToken))
            {
                var position = new AuditPosition(partition, row.GetInt64("Number") ?? 0);
                yield return (JsonRow.Read<AuditEntry>(row), position);
            }

            var head = await heads.FindAsync(partition, cancellationToken) ?? throw MissingDay(partition);
            partition = head.Previous;
            rowKey = "e|";
        }
    }

    private static string Query(string partition, string afterRowKey, AuditFilter filter)
    {
        var query = TableClient.CreateQueryFilter(
            $"PartitionKey eq {partition} and RowKey gt {afterRowKey} and RowKey lt {"f"}"
        );
        (string Column, string? Value)[] equal =
        [
            ("UserId", filter.UserId),
            ("Action", filter.Action),
            ("ResourceType", filter.ResourceType),
            ("ResourceId", filter.ResourceId),
        ];
        foreach (var (column, value) in equal)
        {
            query += value is null ? "" : $" and {column} " + TableClient.CreateQueryFilter($"eq {value}");
        }

        query += filter.From is { } from ? " and " + TableClient.CreateQueryFilter($"At ge {from}") : "";
        return query + (filter.To is { } to ? " and " + TableClient.CreateQueryFilter($"At lt {to}") : "");
    }

    private static InvalidOperationException MissingDay(string partition) =>
        new($"The audit log's day '{partition}' has lost its head row: verify the log and restore the row.");
}
