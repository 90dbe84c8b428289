using System.Globalization;
using Azure.Data.Tables;

namespace AgentTrader.Services.Storage;

/// <summary>Rows of one kind in an agent's partition that only grow in number, newest first by market time.</summary>
/// <param name="kind">Begins their keys.</param>
public sealed class AgentLog<T>(string kind)
{
    /// <summary>The row of an entry, for the transaction that makes it true.</summary>
    /// <param name="agentId">Whose.</param>
    /// <param name="at">Market time.</param>
    /// <param name="cause">What led to it: the same cause has one entry for each place.</param>
    /// <param name="place">Counts the entries of one cause.</param>
    /// <param name="entry">What to keep.</param>
    public TableTransactionAction Put(string agentId, DateTimeOffset at, string cause, int place, T entry) =>
        new(
            TableTransactionActionType.UpsertReplace,
            JsonRow.Create(
                agentId,
                $"{kind}|{NewestFirst.Key(at)}|{cause}|{place.ToString(CultureInfo.InvariantCulture)}",
                entry
            )
        );

    /// <summary>A page of an agent's entries.</summary>
    public Task<(IReadOnlyList<T> Items, string? NextPageToken)> ListAsync(
        InstanceStorage storage,
        string agentId,
        int pageSize,
        string? pageToken,
        CancellationToken cancellationToken
    ) =>
        storage
            .Table(TableNames.Agents)
            .ListAsync<T>(TablePages.OfKind(agentId, kind), pageSize, pageToken, cancellationToken);
}
