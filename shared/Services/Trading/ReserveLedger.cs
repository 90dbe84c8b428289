using System.Globalization;
using AgentTrader.Core.Trading;
using AgentTrader.Services.Storage;
using Azure.Data.Tables;

namespace AgentTrader.Services.Trading;

/// <summary>The ledger rows of an agent's reserve pool, newest first: the pool changes by nothing else (document 5, requirement 18.2).</summary>
public static class ReserveLedger
{
    private const string Prefix = "reserve|";
    private const string PrefixEnd = "reserve}";

    /// <summary>The row of an entry, for the transaction that changes the pool.</summary>
    /// <param name="agentId">Whose pool.</param>
    /// <param name="entry">What changed.</param>
    /// <param name="cause">The trade or step behind it: the same cause has one entry.</param>
    /// <param name="place">Counts the entries of one cause.</param>
    public static TableTransactionAction Put(string agentId, ReserveEntry entry, string cause, int place = 0) =>
        new(
            TableTransactionActionType.UpsertReplace,
            JsonRow.Create(
                agentId,
                $"{Prefix}{NewestFirst.Key(entry.At)}|{cause}|{place.ToString(CultureInfo.InvariantCulture)}",
                entry
            )
        );

    /// <summary>A page of an agent's entries.</summary>
    public static async Task<(IReadOnlyList<ReserveEntry> Entries, string? NextPageToken)> ListAsync(
        InstanceStorage storage,
        string agentId,
        int pageSize,
        string? pageToken,
        CancellationToken cancellationToken
    )
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {agentId} and RowKey ge {Prefix} and RowKey lt {PrefixEnd}"
        );
        var (rows, next) = await storage
            .Table(TableNames.Agents)
            .PageAsync(filter, pageSize, pageToken, cancellationToken);
        return ([.. rows.Select(JsonRow.Read<ReserveEntry>)], next);
    }
}
