using Azure;
using Azure.Data.Tables;

namespace AgentTrader.Services.Storage;

/// <summary>
/// A list in the table <c>market</c> that grows at its newest end and whose entries count until an instant of the market.
/// Every host hears of a new entry at most a second late.
/// </summary>
/// <param name="storage">The instance's.</param>
/// <param name="time">The wall clock.</param>
/// <param name="partition">Names the list.</param>
public sealed class MarketFeed<T>(InstanceStorage storage, TimeProvider time, string partition)
    where T : class
{
    /// <summary>How long a host goes by what it has read.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    private volatile Known? known;

    private TableClient Table => storage.Table(TableNames.Market);

    /// <summary>Adds an entry once: the same id again gives the entry that is there.</summary>
    /// <param name="id">Derived from the operation.</param>
    /// <param name="at">The operation's wall time; the list is in its order.</param>
    /// <param name="endsAt">Market time until which the entry counts.</param>
    /// <param name="ownerId">Whose entry it is; null for everybody's.</param>
    /// <param name="entry">What to keep.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task<T> AddAsync(
        string id,
        DateTimeOffset at,
        DateTimeOffset endsAt,
        string? ownerId,
        T entry,
        CancellationToken cancellationToken
    )
    {
        var row = JsonRow.Create(partition, $"{NewestFirst.Key(at)}|{id}", entry);
        row["EndsAt"] = endsAt;
        row["OwnerId"] = ownerId ?? "";
        try
        {
            await Table.AddEntityAsync(row, cancellationToken);
            known = null;
            return entry;
        }
        catch (RequestFailedException failure) when (failure.Status == 409)
        {
            var found = await Table.GetEntityAsync<TableEntity>(
                partition,
                row.RowKey,
                cancellationToken: cancellationToken
            );
            return JsonRow.Read<T>(found.Value);
        }
    }

    /// <summary>A page of the list, newest first.</summary>
    /// <param name="reader">Sees that user's entries and everybody's; null sees all.</param>
    /// <param name="pageSize">At most so many.</param>
    /// <param name="pageToken">Where to go on, or null.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<(IReadOnlyList<T> Entries, string? NextPageToken)> ListAsync(
        string? reader,
        int pageSize,
        string? pageToken,
        CancellationToken cancellationToken
    )
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition}");
        if (reader is not null)
        {
            filter += TableClient.CreateQueryFilter($" and (OwnerId eq {""} or OwnerId eq {reader})");
        }

        return await Table.ListAsync<T>(filter, pageSize, pageToken, cancellationToken);
    }

    /// <summary>The entries that count at an instant of the market or later, at most a second late.</summary>
    public async ValueTask<IReadOnlyList<T>> CurrentAsync(
        DateTimeOffset marketTime,
        CancellationToken cancellationToken
    )
    {
        if (known is { } recent && time.GetElapsedTime(recent.ReadAt) < Freshness && recent.From <= marketTime)
        {
            return recent.Entries;
        }

        // A little earlier, so that cycles that run side by side can share what one of them read.
        var from = marketTime - TimeSpan.FromMinutes(1);
        var readAt = time.GetTimestamp();
        var rows = Table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {partition} and EndsAt gt {from}"),
            cancellationToken: cancellationToken
        );
        List<T> entries = [];
        await foreach (var row in rows)
        {
            entries.Add(JsonRow.Read<T>(row));
        }

        known = new Known(entries, from, readAt);
        return entries;
    }

    /// <param name="Entries">What was read.</param>
    /// <param name="From">Market time before which entries may be missing.</param>
    /// <param name="ReadAt">When, by the wall clock's ticks.</param>
    private sealed record Known(IReadOnlyList<T> Entries, DateTimeOffset From, long ReadAt);
}
