using AgentTrader.Core;
using AgentTrader.Core.Trading;
using AgentTrader.Services.Storage;
using Azure.Data.Tables;

namespace AgentTrader.Services.Trading;

/// <summary>The trade rows of an agent's partition, newest first, and the mark that a trade has ended.</summary>
public sealed class TradeStore(InstanceStorage storage)
{
    private const string Kind = "trade";
    private const string Prefix = Kind + "|";

    private TableClient Table => storage.Table(TableNames.Agents);

    /// <summary>The row of a trade in any state, for a transaction.</summary>
    public static TableTransactionAction Put(TradeRecord trade) =>
        new(TableTransactionActionType.UpsertReplace, Row(trade));

    /// <summary>The row of a trade that must not be there yet, for a transaction.</summary>
    public static TableTransactionAction PutNew(TradeRecord trade) => new(TableTransactionActionType.Add, Row(trade));

    /// <summary>
    /// The mark that a trade has ended, filled or not. It may be added once: whatever tries to end a trade a second time
    /// conflicts in storage and changes nothing (docs/architecture.md).
    /// </summary>
    public static TableTransactionAction End(string agentId, string tradeId) =>
        new(TableTransactionActionType.Add, new TableEntity(agentId, EndRow(tradeId)));

    public async Task<bool> HasEndedAsync(string agentId, string tradeId, CancellationToken cancellationToken) =>
        (
            await Table.GetEntityIfExistsAsync<TableEntity>(
                agentId,
                EndRow(tradeId),
                ["PartitionKey"],
                cancellationToken
            )
        ).HasValue;

    /// <summary>A trade of the agent, or null.</summary>
    public async Task<TradeRecord?> FindAsync(string agentId, string tradeId, CancellationToken cancellationToken)
    {
        if (!EntityId.IsValid(tradeId, IdPrefixes.Trade))
        {
            return null;
        }

        var row = await Table.GetEntityIfExistsAsync<TableEntity>(
            agentId,
            RowKey(tradeId),
            cancellationToken: cancellationToken
        );
        return row is { HasValue: true, Value: { } entity } ? JsonRow.Read<TradeRecord>(entity) : null;
    }

    /// <summary>A page of the agent's trades, newest first.</summary>
    public async Task<(IReadOnlyList<TradeRecord> Trades, string? NextPageToken)> ListAsync(
        string agentId,
        TradeStatus? status,
        int pageSize,
        string? pageToken,
        CancellationToken cancellationToken
    )
    {
        var filter = TablePages.OfKind(agentId, Kind);
        if (status is { } wanted)
        {
            filter += " and " + TableClient.CreateQueryFilter($"Status eq {wanted.ToString()}");
        }

        return await Table.ListAsync<TradeRecord>(filter, pageSize, pageToken, cancellationToken);
    }

    private static TableEntity Row(TradeRecord trade)
    {
        var row = JsonRow.Create(trade.AgentId, RowKey(trade.TradeId), trade);
        row["Status"] = trade.Status.ToString();
        return row;
    }

    private static string RowKey(string tradeId) => $"{Prefix}{NewestFirst.Key(EntityId.InstantOf(tradeId))}|{tradeId}";

    private static string EndRow(string tradeId) => "idem|" + tradeId;
}
