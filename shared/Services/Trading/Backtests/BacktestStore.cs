using System.Globalization;
using AgentTrader.Core;
using AgentTrader.Core.Trading.Backtesting;
using AgentTrader.Services.Storage;
using Azure;
using Azure.Data.Tables;

namespace AgentTrader.Services.Trading.Backtests;

/// <summary>
/// Backtests in the table of reports: their records in one partition, newest first, and the long lists of each in a partition
/// of its own, split over rows.
/// </summary>
public sealed class BacktestStore(InstanceStorage storage)
{
    private const string Records = "backtest";
    private const string CurveRow = "curve";
    private const string Trades = "trades";

    /// <summary>A sale is about 350 characters, and a row holds half a million.</summary>
    private const int TradesPerRow = 500;

    private TableClient Table => storage.Table(TableNames.Reports);

    /// <summary>Stores a new backtest; false when it is there already.</summary>
    public async Task<bool> AddAsync(BacktestRecord record, CancellationToken cancellationToken)
    {
        try
        {
            await Table.AddEntityAsync(ToRow(record), cancellationToken);
            return true;
        }
        catch (RequestFailedException failure) when (failure.Status == 409)
        {
            return false;
        }
    }

    /// <summary>A backtest and the tag of what was read; null when there is none of this id.</summary>
    public async Task<(BacktestRecord Record, ETag Tag)?> FindAsync(
        string backtestId,
        CancellationToken cancellationToken
    )
    {
        var row = await Table.GetEntityIfExistsAsync<TableEntity>(
            Records,
            RowKey(backtestId),
            cancellationToken: cancellationToken
        );
        return row.HasValue ? (JsonRow.Read<BacktestRecord>(row.Value!), row.Value!.ETag) : null;
    }

    /// <summary>Replaces what was read; false when somebody else was quicker.</summary>
    public async Task<bool> ReplaceAsync(BacktestRecord record, ETag read, CancellationToken cancellationToken)
    {
        try
        {
            await Table.UpdateEntityAsync(ToRow(record), read, TableUpdateMode.Replace, cancellationToken);
            return true;
        }
        catch (RequestFailedException failure) when (failure.Status == 412)
        {
            return false;
        }
    }

    /// <summary>A page of backtests, newest first; of one owner, or of all.</summary>
    public async Task<(IReadOnlyList<BacktestRecord> Backtests, string? NextPageToken)> ListAsync(
        string? ownerId,
        int pageSize,
        string? pageToken,
        CancellationToken cancellationToken
    )
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Records}");
        if (ownerId is not null)
        {
            filter += " and " + TableClient.CreateQueryFilter($"OwnerId eq {ownerId}");
        }

        var pages = Table
            .QueryAsync<TableEntity>(filter, pageSize, cancellationToken: cancellationToken)
            .AsPages(pageToken, pageSize);
        await foreach (var page in pages)
        {
            return ([.. page.Values.Select(JsonRow.Read<BacktestRecord>)], page.ContinuationToken);
        }

        return ([], null);
    }

    /// <summary>Stores the lists; a run that starts over writes the same again.</summary>
    public async Task PutListsAsync(string backtestId, BacktestLists lists, CancellationToken cancellationToken)
    {
        foreach (var (place, trades) in lists.Trades.Chunk(TradesPerRow).Index())
        {
            var key = $"{Trades}|{place.ToString("D6", CultureInfo.InvariantCulture)}";
            await PutAsync(JsonRow.Create(backtestId, key, trades), cancellationToken);
        }

        await PutAsync(JsonRow.Create(backtestId, CurveRow, lists.EquityCurve), cancellationToken);
    }

    /// <summary>The lists of a completed backtest.</summary>
    public async Task<BacktestLists> ReadListsAsync(string backtestId, CancellationToken cancellationToken)
    {
        var curve = await Table.GetEntityAsync<TableEntity>(backtestId, CurveRow, cancellationToken: cancellationToken);
        var filter = TablePages.OfKind(backtestId, Trades);
        var trades = new List<BacktestSale>();
        await foreach (var row in Table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            trades.AddRange(JsonRow.Read<BacktestSale[]>(row));
        }

        return new(trades, JsonRow.Read<EquityPoint[]>(curve.Value));
    }

    private async Task PutAsync(TableEntity row, CancellationToken cancellationToken) =>
        await Table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);

    private static TableEntity ToRow(BacktestRecord record)
    {
        var row = JsonRow.Create(Records, RowKey(record.BacktestId), record);
        row["OwnerId"] = record.OwnerId;
        return row;
    }

    private static string RowKey(string backtestId) =>
        $"{NewestFirst.Key(EntityId.InstantOf(backtestId))}|{backtestId}";
}
