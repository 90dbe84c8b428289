using System.Globalization;
using System.Text;
using Azure;
using Azure.Data.Tables;

namespace AgentTrader.Emulator.Durable;

/// <summary>
/// Orchestrations in one table: a partition each, in it the instance's row and one row (more when it is long) for each episode.
/// A commit changes them together, and only if the instance's row is still the version that the episode began from.
/// </summary>
internal sealed class InstanceStore(TableClient table)
{
    // A property holds 32 K characters, a row 1 MiB, a transaction 4 MiB.
    private const int CharactersPerProperty = 31_000;
    private const int PropertiesPerRow = 14;
    private const int RowsPerTransaction = 4;

    public async Task<InstanceState?> LoadAsync(string instanceId, CancellationToken cancellation)
    {
        TableEntity? row = null;
        var history = new List<TableEntity>();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {instanceId}");
        await foreach (var entity in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            if (entity.RowKey == Instance.RowKey)
            {
                row = entity;
            }
            else
            {
                history.Add(entity);
            }
        }

        if (row is null)
        {
            return null;
        }

        var instance = Instance.FromEntity(row);
        var episodes = history
            .GroupBy(entity => entity.RowKey[..entity.RowKey.LastIndexOf('|')])
            .Select(parts => (parts.Key, Episode: StoredJson.Read<StoredEpisode>(string.Concat(parts.Select(Text)))))
            .ToArray();
        var present = HistoryKey(instance.Generation);
        return new(
            instance,
            row.ETag,
            // Beyond the count lies what a purge of this id's former owner may have left.
            [
                .. episodes
                    .Where(stored => IsOf(present, stored.Key))
                    .Select(stored => stored.Episode)
                    .Take(instance.Episodes),
            ]
        )
        {
            Before = episodes.LastOrDefault(stored => !IsOf(present, stored.Key)).Episode,
        };
    }

    private static bool IsOf(string present, string key) => key.StartsWith(present, StringComparison.Ordinal);

    public async Task<(Instance Instance, ETag Version)?> GetAsync(string instanceId, CancellationToken cancellation)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(
            instanceId,
            Instance.RowKey,
            cancellationToken: cancellation
        );
        return row.HasValue ? (Instance.FromEntity(row.Value!), row.Value!.ETag) : null;
    }

    /// <summary>Adds a row, or replaces that version; false when another was faster.</summary>
    public async Task<bool> TryWriteAsync(Instance instance, ETag? replaced, CancellationToken cancellation)
    {
        try
        {
            if (replaced is { } version)
            {
                await table.UpdateEntityAsync(instance.ToEntity(), version, TableUpdateMode.Replace, cancellation);
            }
            else
            {
                await table.AddEntityAsync(instance.ToEntity(), cancellation);
            }

            return true;
        }
        catch (RequestFailedException error) when (IsConflict(error))
        {
            // A request that was sent twice because its first answer was lost conflicts with itself.
            var stored = await GetAsync(instance.Id, cancellation);
            return stored?.Instance.ExecutionId == instance.ExecutionId;
        }
    }

    /// <summary>
    /// Stores an episode that ran on <paramref name="before"/> with the row that it leads to. Null when the row is no longer the
    /// version expected (or, without one, no longer missing): nothing is stored then, unless an answer was lost before.
    /// </summary>
    public async Task<ETag?> TryCommitAsync(
        Instance before,
        Instance after,
        StoredEpisode episode,
        ETag? expected,
        CancellationToken cancellation
    )
    {
        var row = after.ToEntity();
        var actions = new List<TableTransactionAction>
        {
            expected is { } version
                ? new(TableTransactionActionType.UpdateReplace, row, version)
                : new(TableTransactionActionType.Add, row),
        };
        actions.AddRange(
            Rows(before, episode)
                .Select(part => new TableTransactionAction(TableTransactionActionType.UpsertReplace, part))
        );
        try
        {
            var responses = await table.SubmitTransactionAsync(actions, cancellation);
            return responses.Value[0].Headers.ETag ?? default(ETag);
        }
        catch (RequestFailedException error) when (IsConflict(error))
        {
            return null;
        }
    }

    /// <summary>Whether an episode can be stored in one transaction.</summary>
    public static bool Fits(StoredEpisode episode) =>
        StoredJson.Write(episode).Length <= CharactersPerProperty * PropertiesPerRow * RowsPerTransaction;

    /// <summary>The instance rows that match, a page at a time.</summary>
    public AsyncPageable<TableEntity> QueryRows(string filter, int pageSize, CancellationToken cancellation) =>
        table.QueryAsync<TableEntity>(filter, pageSize, cancellationToken: cancellation);

    /// <summary>Removes rows of an instance: all, or those of its earlier generations.</summary>
    public async Task DeleteAsync(string instanceId, int? beforeGeneration, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {instanceId}");
        if (beforeGeneration is { } generation)
        {
            var first = HistoryKey(0);
            var end = HistoryKey(generation);
            filter += " and " + TableClient.CreateQueryFilter($"RowKey ge {first} and RowKey lt {end}");
        }

        var keys = new List<TableEntity>();
        var rows = table.QueryAsync<TableEntity>(filter, null, ["PartitionKey", "RowKey"], cancellation);
        await foreach (var row in rows)
        {
            keys.Add(new TableEntity(row.PartitionKey, row.RowKey) { ETag = ETag.All });
        }

        // The instance's own row goes last: until then a purge that was cut short can be repeated.
        foreach (var rowsOfOne in keys.OrderBy(key => key.RowKey == Instance.RowKey).Chunk(100))
        {
            await table.SubmitTransactionAsync(
                rowsOfOne.Select(key => new TableTransactionAction(TableTransactionActionType.Delete, key, ETag.All)),
                cancellation
            );
        }
    }

    private static IEnumerable<TableEntity> Rows(Instance instance, StoredEpisode episode)
    {
        var rows = StoredJson.Write(episode).Chunk(CharactersPerProperty).Chunk(PropertiesPerRow).ToArray();
        for (var part = 0; part < rows.Length; part++)
        {
            var key = $"{HistoryKey(instance.Generation)}{instance.Episodes:D6}|{part}";
            var row = new TableEntity(instance.Id, key);
            for (var i = 0; i < rows[part].Length; i++)
            {
                row[string.Create(CultureInfo.InvariantCulture, $"Text{i:D2}")] = new string(rows[part][i]);
            }

            yield return row;
        }
    }

    private static string Text(TableEntity row)
    {
        var text = new StringBuilder();
        for (var i = 0; row.GetString(string.Create(CultureInfo.InvariantCulture, $"Text{i:D2}")) is { } part; i++)
        {
            text.Append(part);
        }

        return text.ToString();
    }

    private static string HistoryKey(int generation) =>
        string.Create(CultureInfo.InvariantCulture, $"history|{generation:D6}|");

    private static bool IsConflict(RequestFailedException error) => error.Status is 404 or 409 or 412;
}
