using System.Globalization;
using Azure;
using Azure.Data.Tables;

namespace AgentTrader.Services.Storage;

/// <summary>
/// A list in the table <c>market</c> that grows at its newest end and whose entries count for a span of market time. Every host
/// hears of a new entry at most a second late. An entry lies there three times, by one transaction: newest first, newest first of
/// its owner, and by its end, so that no question looks at more rows than it answers with.
/// </summary>
/// <param name="storage">The instance's.</param>
/// <param name="time">The wall clock.</param>
/// <param name="partition">Names the list.</param>
/// <param name="longest">For how much market time an entry counts at the most.</param>
public sealed class MarketFeed<T>(InstanceStorage storage, TimeProvider time, string partition, TimeSpan longest)
    where T : class
{
    /// <summary>How long a host goes by what it has read.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    private const string All = "all";
    private const string Of = "of";
    private const string Ends = "ends";

    private volatile Known? known;

    private TableClient Table => storage.Table(TableNames.Market);

    /// <summary>Adds an entry once: the same id again gives the entry that is there.</summary>
    /// <param name="id">Derived from the operation.</param>
    /// <param name="at">The operation's wall time; the list is in its order.</param>
    /// <param name="startsAt">Market time from which the entry counts.</param>
    /// <param name="endsAt">Market time until which the entry counts.</param>
    /// <param name="ownerId">Whose entry it is; null for everybody's.</param>
    /// <param name="entry">What to keep.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task<T> AddAsync(
        string id,
        DateTimeOffset at,
        DateTimeOffset startsAt,
        DateTimeOffset endsAt,
        string? ownerId,
        T entry,
        CancellationToken cancellationToken
    )
    {
        var place = $"{NewestFirst.Key(at)}|{id}";
        var byEnd = JsonRow.Create(partition, $"{EndKey(endsAt)}|{id}", entry);
        byEnd["StartsAt"] = startsAt;
        TableEntity[] rows =
        [
            JsonRow.Create(partition, $"{All}|{place}", entry),
            JsonRow.Create(partition, $"{Of}|{ownerId}|{place}", entry),
            byEnd,
        ];
        try
        {
            await Table.SubmitTransactionAsync(
                rows.Select(row => new TableTransactionAction(TableTransactionActionType.Add, row)),
                cancellationToken
            );
            known = null;
            return entry;
        }
        catch (RequestFailedException failure) when (failure.Status == 409)
        {
            var found = await Table.GetEntityAsync<TableEntity>(
                partition,
                $"{All}|{place}",
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
        if (reader is null)
        {
            return await Table.ListAsync<T>(TablePages.OfKind(partition, All), pageSize, pageToken, cancellationToken);
        }

        // Two lists in the same order, each read as far as the page could need it.
        var lists = await Task.WhenAll(
            NextAsync($"{Of}|", pageToken, pageSize + 1, cancellationToken),
            NextAsync($"{Of}|{reader}", pageToken, pageSize + 1, cancellationToken)
        );
        var next = lists.SelectMany(rows => rows).OrderBy(each => each.Place, StringComparer.Ordinal).ToList();
        var page = next.Take(pageSize).ToList();
        return ([.. page.Select(each => JsonRow.Read<T>(each.Row))], next.Count > pageSize ? page[^1].Place : null);
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
        var entries = await EndingAsync(
            TableClient.CreateQueryFilter($"RowKey lt {Ends + "}"}"),
            from,
            cancellationToken
        );
        known = new Known(entries, from, readAt);
        return entries;
    }

    /// <summary>The entries that counted at some instant of a span of market time.</summary>
    /// <param name="from">Its beginning.</param>
    /// <param name="to">Its end: what began then or later is left out.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public Task<IReadOnlyList<T>> BetweenAsync(
        DateTimeOffset from,
        DateTimeOffset to,
        CancellationToken cancellationToken
    ) =>
        EndingAsync(
            TableClient.CreateQueryFilter($"RowKey lt {EndKey(to + longest) + "}"} and StartsAt lt {to}"),
            from,
            cancellationToken
        );

    private async Task<IReadOnlyList<T>> EndingAsync(
        string condition,
        DateTimeOffset after,
        CancellationToken cancellationToken
    )
    {
        var first = EndKey(after.AddTicks(1));
        var rows = Table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {first}") + " and " + condition,
            cancellationToken: cancellationToken
        );
        List<T> entries = [];
        await foreach (var row in rows)
        {
            entries.Add(JsonRow.Read<T>(row));
        }

        return entries;
    }

    /// <summary>The rows of a kind after a place, at most so many.</summary>
    private async Task<IReadOnlyList<(string Place, TableEntity Row)>> NextAsync(
        string kind,
        string? after,
        int count,
        CancellationToken cancellationToken
    )
    {
        var filter = TablePages.OfKind(partition, kind);
        if (after is not null)
        {
            filter += TableClient.CreateQueryFilter($" and RowKey gt {kind + "|" + after}");
        }

        var (rows, _) = await Table.PageAsync(filter, count, null, cancellationToken);
        return [.. rows.Select(row => (row.RowKey[(kind.Length + 1)..], row))];
    }

    private static string EndKey(DateTimeOffset at) =>
        $"{Ends}|{at.UtcTicks.ToString("D19", CultureInfo.InvariantCulture)}";

    /// <param name="Entries">What was read.</param>
    /// <param name="From">Market time before which entries may be missing.</param>
    /// <param name="ReadAt">When, by the wall clock's ticks.</param>
    private sealed record Known(IReadOnlyList<T> Entries, DateTimeOffset From, long ReadAt);
}
