using System.Globalization;
using System.Runtime.CompilerServices;
using AgentTrader.Core;
using AgentTrader.Services.Notifications;
using AgentTrader.Services.Oversight.Notices;
using AgentTrader.Services.Storage;
using Azure;
using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.Logging;

namespace AgentTrader.Services.Oversight;

/// <summary>Approval requests, newest first in a partition a month. The id says the month, so it needs no pointer.</summary>
public sealed class OversightStore(
    InstanceStorage storage,
    Outbox outbox,
    TimeProvider time,
    ILogger<OversightStore> log
)
{
    private TableClient Table => storage.Table(TableNames.Oversight);

    /// <summary>Stores a new request and tells of it; false when it exists.</summary>
    public Task<bool> TryAddAsync(OversightRequest request, AgentEvent told, CancellationToken cancellationToken) =>
        TryCommitAsync(new(TableTransactionActionType.Add, Row(request)), told, cancellationToken);

    /// <summary>A request with the tag that tells whether it has changed since, or null.</summary>
    public async Task<(OversightRequest Request, ETag Tag)?> FindAsync(
        string requestId,
        CancellationToken cancellationToken
    )
    {
        if (!EntityId.IsValid(requestId, IdPrefixes.Oversight))
        {
            return null;
        }

        var instant = EntityId.InstantOf(requestId);
        var row = await Table.GetEntityIfExistsAsync<TableEntity>(
            Partition(instant),
            RowKey(requestId),
            cancellationToken: cancellationToken
        );
        return row is { HasValue: true, Value: { } entity }
            ? (JsonRow.Read<OversightRequest>(entity), entity.ETag)
            : null;
    }

    /// <exception cref="ProblemException">404.</exception>
    public async Task<(OversightRequest Request, ETag Tag)> RequireAsync(
        string requestId,
        CancellationToken cancellationToken
    ) =>
        await FindAsync(requestId, cancellationToken) ?? throw ProblemException.NotFound("approval request", requestId);

    /// <summary>Replaces a request that has not changed since it was read, and tells of it if there is anything to tell; false when it has.</summary>
    public Task<bool> TryReplaceAsync(
        OversightRequest request,
        ETag tag,
        AgentEvent? told,
        CancellationToken cancellationToken
    ) => TryCommitAsync(new(TableTransactionActionType.UpdateReplace, Row(request), tag), told, cancellationToken);

    /// <summary>A page of requests, newest first. It may be short or empty and still have a next one.</summary>
    /// <param name="wanted">Which; without a beginning, those of this month and the month before.</param>
    /// <param name="pageSize">At most so many.</param>
    /// <param name="pageToken">Of the page before.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task<(IReadOnlyList<OversightRequest> Requests, string? NextPageToken)> ListAsync(
        OversightFilter wanted,
        int pageSize,
        string? pageToken,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        var months = Months(wanted.From ?? now.AddDays(-now.Day), wanted.To ?? now);
        // The token is the month and the service's own token within it.
        var (first, inner) = pageToken?.Split('|', 2) is [var key, var rest]
            ? (months.IndexOf(key), rest.Length > 0 ? rest : null)
            : (0, null);
        var found = new List<OversightRequest>();
        for (var month = Math.Max(first, 0); month < months.Count && found.Count < pageSize; month++, inner = null)
        {
            var filter = Filter(months[month], wanted);
            var (rows, more) = await Table.PageAsync(filter, pageSize - found.Count, inner, cancellationToken);
            found.AddRange(rows.Select(JsonRow.Read<OversightRequest>));
            if (more is not null)
            {
                return (found, $"{months[month]}|{more}");
            }

            if (found.Count == pageSize && month + 1 < months.Count)
            {
                return (found, months[month + 1] + "|");
            }
        }

        return (found, null);
    }

    /// <summary>Every request made in [from, to], newest first.</summary>
    public async IAsyncEnumerable<OversightRequest> BetweenAsync(
        DateTimeOffset from,
        DateTimeOffset to,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        foreach (var month in Months(from, to))
        {
            var filter = Filter(month, new OversightFilter(From: from, To: to));
            await foreach (var row in Table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
            {
                yield return JsonRow.Read<OversightRequest>(row);
            }
        }
    }

    /// <summary>
    /// The requests that were decided before <paramref name="cutoff"/>, or should have expired before it, and whose trade was
    /// not sent on its way. Younger ones are still being sent by whoever decided.
    /// </summary>
    public async IAsyncEnumerable<OversightRequest> UnreleasedAsync(
        DateTimeOffset cutoff,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        foreach (var month in Months(now.AddDays(-now.Day), now))
        {
            var filter = TableClient.CreateQueryFilter(
                $"PartitionKey eq {month} and Released eq {false} and DueAt lt {cutoff}"
            );
            await foreach (var row in Table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
            {
                yield return JsonRow.Read<OversightRequest>(row);
            }
        }
    }

    /// <summary>The request and the promise to tell of it are one transaction, so nothing happens that nobody hears of.</summary>
    private async Task<bool> TryCommitAsync(
        TableTransactionAction write,
        AgentEvent? told,
        CancellationToken cancellationToken
    )
    {
        var partition = write.Entity.PartitionKey;
        OutboxMessage[] promised = told is null ? [] : [told.ToOutbox(), ApprovalNotice.Of(told)];
        try
        {
            await outbox.SubmitAsync(
                TableNames.Oversight,
                [write, .. promised.Select(message => Outbox.Promise(partition, message))],
                cancellationToken
            );
        }
        catch (RequestFailedException failure) when (failure.Status is 409 or 412)
        {
            return false;
        }

        try
        {
            await outbox.RelayAsync(TableNames.Oversight, partition, promised, cancellationToken);
        }
        catch (Exception failure) when (failure is RequestFailedException or ServiceBusException)
        {
            // Whoever decides must not wait for the bus: the sweep keeps the promise.
            log.LogWarning(failure, "What became of {RowKey} is told later.", write.Entity.RowKey);
        }

        return true;
    }

    /// <summary>The months from an instant to another, the latest first.</summary>
    private static List<string> Months(DateTimeOffset from, DateTimeOffset to)
    {
        var months = new List<string>();
        var first = new DateTimeOffset(from.UtcDateTime.Year, from.UtcDateTime.Month, 1, 0, 0, 0, TimeSpan.Zero);
        for (var month = to; month >= first; month = month.AddDays(-month.UtcDateTime.Day))
        {
            months.Add(Partition(month));
        }

        return months;
    }

    private static string Filter(string month, OversightFilter wanted)
    {
        // Keys of requests begin with a digit; promises lie behind them. Later requests have smaller keys.
        var (first, end) = (
            wanted.To is { } to ? NewestFirst.Key(to) : "0",
            wanted.From is { } from ? NewestFirst.Key(from) + "}" : "a"
        );
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {month} and RowKey ge {first} and RowKey lt {end}"
        );
        if (wanted.Status is { } status)
        {
            filter += " and " + TableClient.CreateQueryFilter($"Status eq {status.ToString()}");
        }

        return wanted.AgentId is { } agentId
            ? filter + " and " + TableClient.CreateQueryFilter($"AgentId eq {agentId}")
            : filter;
    }

    private static TableEntity Row(OversightRequest request)
    {
        var instant = EntityId.InstantOf(request.RequestId);
        var row = JsonRow.Create(Partition(instant), RowKey(request.RequestId), request);
        row["Status"] = request.Status.ToString();
        row["AgentId"] = request.AgentId;
        // From then on its trade should be on its way.
        row["DueAt"] = request.Decision?.DecidedAt ?? request.ExpiresAt;
        row["Released"] = request.Released;
        return row;
    }

    private static string RowKey(string requestId) => $"{NewestFirst.Key(EntityId.InstantOf(requestId))}|{requestId}";

    private static string Partition(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyyMM", CultureInfo.InvariantCulture);
}
