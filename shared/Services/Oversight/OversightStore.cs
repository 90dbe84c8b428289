using System.Globalization;
using System.Runtime.CompilerServices;
using AgentTrader.Core;
using AgentTrader.Services.Storage;
using Azure;
using Azure.Data.Tables;

namespace AgentTrader.Services.Oversight;

/// <summary>Approval requests, newest first in a partition a month. The id says the month, so it needs no pointer.</summary>
public sealed class OversightStore(InstanceStorage storage, TimeProvider time)
{
    private TableClient Table => storage.Table(TableNames.Oversight);

    /// <summary>Stores a new request; false when it exists.</summary>
    public async Task<bool> TryAddAsync(OversightRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await Table.AddEntityAsync(Row(request), cancellationToken);
            return true;
        }
        catch (RequestFailedException failure) when (failure.Status == 409)
        {
            return false;
        }
    }

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

    /// <summary>Replaces a request that has not changed since it was read; false when it has.</summary>
    public async Task<bool> TryReplaceAsync(OversightRequest request, ETag tag, CancellationToken cancellationToken)
    {
        try
        {
            await Table.UpdateEntityAsync(Row(request), tag, TableUpdateMode.Replace, cancellationToken);
            return true;
        }
        catch (RequestFailedException failure) when (failure.Status == 412)
        {
            return false;
        }
    }

    /// <summary>
    /// A page of requests, newest first, from this month back to the month before. A page may be short or empty and still
    /// have a next one.
    /// </summary>
    public async Task<(IReadOnlyList<OversightRequest> Requests, string? NextPageToken)> ListAsync(
        OversightStatus? status,
        string? agentId,
        int pageSize,
        string? pageToken,
        CancellationToken cancellationToken
    )
    {
        var months = Months();
        // The token is the month's place and the service's own token within it.
        var month = pageToken is ['1', '|', ..] ? 1 : 0;
        var inner = pageToken is { Length: > 2 } token ? token[2..] : null;
        for (; month < months.Length; month++, inner = null)
        {
            var filter = Filter(months[month], status, agentId);
            var (rows, more) = await Table.PageAsync(filter, pageSize, inner, cancellationToken);
            var next =
                more is not null ? $"{month}|{more}"
                : month + 1 < months.Length ? $"{month + 1}|"
                : null;
            if (rows.Count > 0 || next is null)
            {
                return ([.. rows.Select(JsonRow.Read<OversightRequest>)], next);
            }

            // A page of nothing may still be followed by one of the same month.
            if (more is not null)
            {
                return ([], next);
            }
        }

        return ([], null);
    }

    /// <summary>
    /// The requests that were decided before <paramref name="cutoff"/> and whose trade was not sent on its way. Younger ones
    /// are still being sent by whoever decided.
    /// </summary>
    public async IAsyncEnumerable<OversightRequest> UnreleasedAsync(
        DateTimeOffset cutoff,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        foreach (var month in Months())
        {
            var filter = TableClient.CreateQueryFilter(
                $"PartitionKey eq {month} and Released eq {false} and Status ne {nameof(OversightStatus.Pending)} and Timestamp lt {cutoff}"
            );
            await foreach (var row in Table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
            {
                yield return JsonRow.Read<OversightRequest>(row);
            }
        }
    }

    private string[] Months()
    {
        var now = time.GetUtcNow();
        return [Partition(now), Partition(now.AddDays(-now.Day))];
    }

    private static string Filter(string month, OversightStatus? status, string? agentId)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {month}");
        if (status is { } wanted)
        {
            filter += " and " + TableClient.CreateQueryFilter($"Status eq {wanted.ToString()}");
        }

        return agentId is null ? filter : filter + " and " + TableClient.CreateQueryFilter($"AgentId eq {agentId}");
    }

    private static TableEntity Row(OversightRequest request)
    {
        var instant = EntityId.InstantOf(request.RequestId);
        var row = JsonRow.Create(Partition(instant), RowKey(request.RequestId), request);
        row["Status"] = request.Status.ToString();
        row["AgentId"] = request.AgentId;
        row["Released"] = request.Released;
        return row;
    }

    private static string RowKey(string requestId) => $"{NewestFirst.Key(EntityId.InstantOf(requestId))}|{requestId}";

    private static string Partition(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyyMM", CultureInfo.InvariantCulture);
}
