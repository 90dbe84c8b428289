using System.Globalization;
using AgentTrader.Core.Trading;
using AgentTrader.Core.Trading.Lots;
using AgentTrader.Services.Storage;
using Azure.Data.Tables;

namespace AgentTrader.Services.Trading;

/// <summary>
/// The lots that an agent's sales closed, kept with the sale (document 5, requirement 12): newest sale first, and of one sale in
/// the order in which it closed them.
/// </summary>
internal static class ClosedLots
{
    /// <summary>A lot is about 300 characters and a row holds half a million; one sale may close all 2,000 of a book.</summary>
    private const int LotsPerRow = 500;

    private const string Prefix = "lot|";
    private const string PrefixEnd = "lot}";

    /// <summary>The rows of what a sale closed, for its transaction.</summary>
    public static IEnumerable<TableTransactionAction> Rows(string agentId, Fill fill, IEnumerable<ClosedLot> closed) =>
        closed
            .Chunk(LotsPerRow)
            .Select(
                (lots, place) =>
                    new TableTransactionAction(
                        TableTransactionActionType.UpsertReplace,
                        JsonRow.Create(
                            agentId,
                            $"{Prefix}{NewestFirst.Key(fill.MarketTime)}|{fill.TradeId}|{place.ToString(CultureInfo.InvariantCulture)}",
                            lots
                        )
                    )
            );

    /// <summary>A page of them. Its token names the row, and the place in it, of the first lot of the page after.</summary>
    public static async Task<(IReadOnlyList<ClosedLot> Lots, string? NextPageToken)> ListAsync(
        InstanceStorage storage,
        string agentId,
        int pageSize,
        string? pageToken,
        CancellationToken cancellationToken
    )
    {
        var (first, from) = pageToken?.Split('#') is [var row, var place]
            ? (row, int.Parse(place, CultureInfo.InvariantCulture))
            : (Prefix, 0);
        var rows = storage
            .Table(TableNames.Agents)
            .QueryAsync<TableEntity>(
                TableClient.CreateQueryFilter(
                    $"PartitionKey eq {agentId} and RowKey ge {first} and RowKey lt {PrefixEnd}"
                ),
                pageSize,
                cancellationToken: cancellationToken
            );
        List<ClosedLot> page = [];
        await foreach (var sale in rows)
        {
            var lots = JsonRow.Read<ClosedLot[]>(sale);
            for (var i = sale.RowKey == first ? from : 0; i < lots.Length; i++)
            {
                if (page.Count == pageSize)
                {
                    return (page, $"{sale.RowKey}#{i.ToString(CultureInfo.InvariantCulture)}");
                }

                page.Add(lots[i]);
            }
        }

        return (page, null);
    }
}
