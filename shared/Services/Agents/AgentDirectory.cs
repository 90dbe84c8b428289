using System.Security.Cryptography;
using System.Text;
using AgentTrader.Services.Storage;
using Azure;
using Azure.Data.Tables;

namespace AgentTrader.Services.Agents;

/// <summary>
/// One partition that lists the agents and keeps their names unique per owner. Whether an agent trades is its book's to
/// say; <c>Active</c> here names at least all that do, so that the decision loop wakes them without reading each.
/// </summary>
public sealed class AgentDirectory(InstanceStorage storage)
{
    private const string Partition = "directory";
    private const string AgentKind = "agent";
    private const string AgentPrefix = AgentKind + "|";

    private TableClient Table => storage.Table(TableNames.Agents);

    /// <summary>Lists a new agent under a name no other agent of the owner has.</summary>
    /// <returns>The name: as wished, or with a suffix where the owner uses that name already (document 1, FR-001).</returns>
    public async Task<string> AddAsync(string agentId, string ownerId, string name, CancellationToken cancellationToken)
    {
        var suffix = "-" + agentId[^6..];
        foreach (var candidate in (string[])[name, Fit(name, suffix), Fit(name, "-" + agentId)])
        {
            try
            {
                await Table.SubmitTransactionAsync(
                    [
                        AgentStore.Add(
                            new TableEntity(Partition, AgentPrefix + agentId)
                            {
                                ["OwnerId"] = ownerId,
                                ["Name"] = candidate,
                                ["Active"] = false,
                                ["Deleted"] = false,
                            }
                        ),
                        AgentStore.Add(
                            new TableEntity(Partition, NameRow(ownerId, candidate)) { ["AgentId"] = agentId }
                        ),
                    ],
                    cancellationToken
                );
                return candidate;
            }
            catch (RequestFailedException failure) when (failure.Status == 409)
            {
                // Either the name is taken, or an earlier try of the same operation got this far.
                var row = await Table.GetEntityIfExistsAsync<TableEntity>(
                    Partition,
                    AgentPrefix + agentId,
                    cancellationToken: cancellationToken
                );
                if (row.HasValue && row.Value is { } listed)
                {
                    return listed.GetString("Name");
                }
            }
        }

        throw new InvalidOperationException($"No free name was found for {agentId}.");
    }

    /// <summary>Gives an agent another name; false when another agent of the owner has it.</summary>
    public async Task<bool> RenameAsync(AgentRecord agent, string name, CancellationToken cancellationToken)
    {
        if (NameRow(agent.OwnerId, agent.Settings.Name) == NameRow(agent.OwnerId, name))
        {
            return true;
        }

        try
        {
            await Table.AddEntityAsync(
                new TableEntity(Partition, NameRow(agent.OwnerId, name)) { ["AgentId"] = agent.AgentId },
                cancellationToken
            );
            return true;
        }
        catch (RequestFailedException failure) when (failure.Status == 409)
        {
            var taken = await Table.GetEntityAsync<TableEntity>(
                Partition,
                NameRow(agent.OwnerId, name),
                cancellationToken: cancellationToken
            );
            return taken.Value.GetString("AgentId") == agent.AgentId;
        }
    }

    /// <summary>Frees a name that an agent no longer has.</summary>
    public async Task FreeNameAsync(AgentRecord agent, string name, CancellationToken cancellationToken)
    {
        // Two names may fold to one row, which the agent then still needs.
        if (NameRow(agent.OwnerId, name) != NameRow(agent.OwnerId, agent.Settings.Name))
        {
            await Table.DeleteEntityAsync(Partition, NameRow(agent.OwnerId, name), ETag.All, cancellationToken);
        }
    }

    /// <summary>
    /// Says whether the decision loop should wake the agent. Set before an agent becomes active and cleared after it
    /// ceased to be, so that a crash in between only costs a wake-up.
    /// </summary>
    public Task SetActiveAsync(string agentId, bool active, CancellationToken cancellationToken) =>
        MergeAsync(agentId, "Active", active, cancellationToken);

    /// <summary>Takes an agent out of the lists and frees its name.</summary>
    public async Task SetDeletedAsync(AgentRecord agent, CancellationToken cancellationToken)
    {
        await MergeAsync(agent.AgentId, "Deleted", true, cancellationToken);
        await Table.DeleteEntityAsync(
            Partition,
            NameRow(agent.OwnerId, agent.Settings.Name),
            ETag.All,
            cancellationToken
        );
    }

    /// <summary>A page of agents, oldest first.</summary>
    /// <param name="ownerId">One owner's only, or null for all.</param>
    public async Task<(IReadOnlyList<string> AgentIds, string? NextPageToken)> ListAsync(
        string? ownerId,
        int pageSize,
        string? pageToken,
        CancellationToken cancellationToken
    )
    {
        var filter =
            TablePages.OfKind(Partition, AgentKind) + " and " + TableClient.CreateQueryFilter($"Deleted eq {false}");
        if (ownerId is not null)
        {
            filter += " and " + TableClient.CreateQueryFilter($"OwnerId eq {ownerId}");
        }

        var (rows, next) = await Table.PageAsync(filter, pageSize, pageToken, cancellationToken);
        return ([.. rows.Select(IdOf)], next);
    }

    /// <summary>The agents to wake.</summary>
    public IAsyncEnumerable<string> ActiveAsync(CancellationToken cancellationToken) =>
        QueryAsync(TableClient.CreateQueryFilter($"Active eq {true}"), cancellationToken);

    /// <summary>The agents that the decision loop does not wake.</summary>
    public IAsyncEnumerable<string> RestingAsync(CancellationToken cancellationToken) =>
        QueryAsync(TableClient.CreateQueryFilter($"Active eq {false} and Deleted eq {false}"), cancellationToken);

    /// <summary>All agents.</summary>
    public IAsyncEnumerable<string> AllAsync(CancellationToken cancellationToken) =>
        QueryAsync(TableClient.CreateQueryFilter($"Deleted eq {false}"), cancellationToken);

    private IAsyncEnumerable<string> QueryAsync(string condition, CancellationToken cancellationToken) =>
        Table
            .QueryAsync<TableEntity>(
                TablePages.OfKind(Partition, AgentKind) + " and " + condition,
                cancellationToken: cancellationToken
            )
            .Select(IdOf);

    private async Task MergeAsync(string agentId, string property, bool value, CancellationToken cancellationToken) =>
        await Table.UpdateEntityAsync(
            new TableEntity(Partition, AgentPrefix + agentId) { [property] = value },
            ETag.All,
            TableUpdateMode.Merge,
            cancellationToken
        );

    private static string IdOf(TableEntity row) => row.RowKey[AgentPrefix.Length..];

    private static string Fit(string name, string suffix) =>
        name[..Math.Min(name.Length, Core.Agents.AgentRules.MaxNameLength - suffix.Length)] + suffix;

    /// <summary>Names hold characters that a row key may not, and differ in more than case: so their hash is the key.</summary>
    private static string NameRow(string ownerId, string name)
    {
        var folded = name.Normalize(NormalizationForm.FormKC).ToUpperInvariant();
        return $"name|{ownerId}|{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(folded)))}";
    }
}
