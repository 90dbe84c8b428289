using System.Globalization;
using Azure.Data.Tables;

namespace AgentTrader.Services.Storage;

/// <summary>Every version of an agent's settings of one kind, in the agent's partition, newest first.</summary>
/// <param name="kind">Begins their keys.</param>
public sealed class AgentVersions<T>(string kind)
{
    /// <summary>The row of a version that must not be there yet, for the transaction that puts it in force.</summary>
    public TableTransactionAction PutNew(string agentId, int version, T settings) =>
        new(
            TableTransactionActionType.Add,
            JsonRow.Create(
                agentId,
                $"{kind}|{(int.MaxValue - version).ToString("D10", CultureInfo.InvariantCulture)}",
                settings
            )
        );

    /// <summary>A page of an agent's versions.</summary>
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
