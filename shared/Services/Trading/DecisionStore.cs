using AgentTrader.Core.Trading;
using AgentTrader.Services.Storage;
using Azure.Data.Tables;

namespace AgentTrader.Services.Trading;

/// <summary>The decision rows of an agent's partition, newest first by market time.</summary>
public sealed class DecisionStore(InstanceStorage storage)
{
    private const string Kind = "decision";
    private const string Prefix = Kind + "|";

    private TableClient Table => storage.Table(TableNames.Agents);

    /// <summary>The row of a decision that must not be there yet, for the transaction that makes it.</summary>
    public static TableTransactionAction PutNew(DecisionRecord record)
    {
        var made = record.Decision;
        var row = JsonRow.Create(made.AgentId, $"{Prefix}{NewestFirst.Key(made.MarketTime)}|{made.DecisionId}", record);
        row["Symbol"] = made.Symbol;
        row["Outcome"] = made.Outcome.ToString();
        return new(TableTransactionActionType.Add, row);
    }

    /// <summary>A page of an agent's decisions; <paramref name="from"/> and before <paramref name="to"/> are market times.</summary>
    public async Task<(IReadOnlyList<DecisionRecord> Decisions, string? NextPageToken)> ListAsync(
        string agentId,
        string? symbol,
        DecisionOutcome? outcome,
        DateTimeOffset? from,
        DateTimeOffset? to,
        int pageSize,
        string? pageToken,
        CancellationToken cancellationToken
    )
    {
        var filter = TablePages.OfKind(agentId, Kind);
        // A later instant has a smaller key.
        if (from is { } first)
        {
            filter += " and " + TableClient.CreateQueryFilter($"RowKey le {Prefix + NewestFirst.Key(first) + "~"}");
        }

        if (to is { } end)
        {
            filter += " and " + TableClient.CreateQueryFilter($"RowKey gt {Prefix + NewestFirst.Key(end) + "~"}");
        }

        if (symbol is not null)
        {
            filter += " and " + TableClient.CreateQueryFilter($"Symbol eq {symbol}");
        }

        if (outcome is { } wanted)
        {
            filter += " and " + TableClient.CreateQueryFilter($"Outcome eq {wanted.ToString()}");
        }

        return await Table.ListAsync<DecisionRecord>(filter, pageSize, pageToken, cancellationToken);
    }
}
