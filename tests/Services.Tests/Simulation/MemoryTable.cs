using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace AgentTrader.Services.Tests.Simulation;

/// <summary>One table of <see cref="MemoryCloud"/>, as far as the product uses tables.</summary>
internal sealed class MemoryTable(MemoryCloud cloud, string name) : TableClient
{
    private readonly SortedDictionary<(string Partition, string Row), TableEntity> rows = new(
        Comparer<(string Partition, string Row)>.Create(
            (a, b) =>
                string.CompareOrdinal(a.Partition, b.Partition) is var order && order != 0
                    ? order
                    : string.CompareOrdinal(a.Row, b.Row)
        )
    );

    public override string Name => name;

    public override Task<Response<TableItem>> CreateIfNotExistsAsync(CancellationToken cancellationToken = default) =>
        cloud.CallAsync(() => Response.FromValue(new TableItem(name), new MemoryResponse(204)));

    public override Task<Response> AddEntityAsync<T>(T entity, CancellationToken cancellationToken = default) =>
        OneAsync(new(TableTransactionActionType.Add, entity));

    public override Task<Response> UpsertEntityAsync<T>(
        T entity,
        TableUpdateMode mode = TableUpdateMode.Merge,
        CancellationToken cancellationToken = default
    ) =>
        OneAsync(
            new(
                mode == TableUpdateMode.Merge
                    ? TableTransactionActionType.UpsertMerge
                    : TableTransactionActionType.UpsertReplace,
                entity
            )
        );

    public override Task<Response> UpdateEntityAsync<T>(
        T entity,
        ETag ifMatch,
        TableUpdateMode mode = TableUpdateMode.Merge,
        CancellationToken cancellationToken = default
    ) =>
        OneAsync(
            new(
                mode == TableUpdateMode.Merge
                    ? TableTransactionActionType.UpdateMerge
                    : TableTransactionActionType.UpdateReplace,
                entity,
                ifMatch
            )
        );

    /// <summary>To delete a row that is not there is no error.</summary>
    public override Task<Response> DeleteEntityAsync(
        string partitionKey,
        string rowKey,
        ETag ifMatch = default,
        CancellationToken cancellationToken = default
    ) =>
        cloud.CallAsync<Response>(() =>
            rows.ContainsKey((partitionKey, rowKey))
                ? Apply(new(TableTransactionActionType.Delete, new TableEntity(partitionKey, rowKey), ifMatch))
                : new MemoryResponse(404)
        );

    public override Task<Response<T>> GetEntityAsync<T>(
        string partitionKey,
        string rowKey,
        IEnumerable<string>? select = null,
        CancellationToken cancellationToken = default
    ) =>
        cloud.CallAsync(() =>
            rows.TryGetValue((partitionKey, rowKey), out var row)
                ? Response.FromValue((T)(ITableEntity)Copy(row), new MemoryResponse(200))
                : throw Failed(404, TableErrorCode.ResourceNotFound)
        );

    public override Task<NullableResponse<T>> GetEntityIfExistsAsync<T>(
        string partitionKey,
        string rowKey,
        IEnumerable<string>? select = null,
        CancellationToken cancellationToken = default
    ) =>
        cloud.CallAsync<NullableResponse<T>>(() =>
            rows.TryGetValue((partitionKey, rowKey), out var row)
                ? Response.FromValue((T)(ITableEntity)Copy(row), new MemoryResponse(200))
                : new MemoryNothing<T>()
        );

    public override AsyncPageable<T> QueryAsync<T>(
        string? filter = null,
        int? maxPerPage = null,
        IEnumerable<string>? select = null,
        CancellationToken cancellationToken = default
    ) => new MemoryPages<T>(this, filter, maxPerPage);

    /// <summary>All of the actions or none; the first that is refused gives the error.</summary>
    public override Task<Response<IReadOnlyList<Response>>> SubmitTransactionAsync(
        IEnumerable<TableTransactionAction> transactionActions,
        CancellationToken cancellationToken = default
    )
    {
        var actions = transactionActions.ToArray();
        return cloud.CallAsync(() =>
        {
            var before = actions.Select(action =>
                (Key: KeyOf(action.Entity), Row: rows.GetValueOrDefault(KeyOf(action.Entity)))
            );
            var saved = before.ToArray();
            try
            {
                if (saved.DistinctBy(row => row.Key).Count() != saved.Length || saved.Length is 0 or > 100)
                {
                    throw Failed(400, TableErrorCode.InvalidDuplicateRow);
                }

                var done = Array.ConvertAll(actions, Apply);
                return Response.FromValue<IReadOnlyList<Response>>(done, new MemoryResponse(202));
            }
            catch (RequestFailedException failure)
            {
                Restore(saved);
                throw new TableTransactionFailedException(failure);
            }
        });
    }

    /// <summary>The rows after a token that satisfy a filter, at most so many, and the token to go on from.</summary>
    internal Task<(IReadOnlyList<TableEntity> Rows, string? Next)> PageAsync(string? filter, string? token, int size)
    {
        var matches = MemoryFilter.Parse(filter);
        var skip = token is null ? 0 : 1;
        var start = token?.Split('\n') is [var partition, var row] ? (partition, row) : default;
        return cloud.CallAsync<(IReadOnlyList<TableEntity>, string?)>(() =>
        {
            var found = rows.Where(entry => skip == 0 || rows.Comparer.Compare(entry.Key, start) >= 0)
                .Where(entry => matches(entry.Value))
                .Take(size + 1)
                .ToList();
            var next = found.Count > size ? $"{found[size].Key.Partition}\n{found[size].Key.Row}" : null;
            return ([.. found.Take(size).Select(entry => Copy(entry.Value))], next);
        });
    }

    private Task<Response> OneAsync(TableTransactionAction action) => cloud.CallAsync(() => Apply(action));

    private Response Apply(TableTransactionAction action)
    {
        var key = KeyOf(action.Entity);
        var stored = rows.GetValueOrDefault(key);
        var isUpsert =
            action.ActionType is TableTransactionActionType.UpsertMerge or TableTransactionActionType.UpsertReplace;
        if (action.ActionType == TableTransactionActionType.Add)
        {
            if (stored is not null)
            {
                throw Failed(409, TableErrorCode.EntityAlreadyExists);
            }
        }
        else if (!isUpsert)
        {
            if (stored is null)
            {
                throw Failed(404, TableErrorCode.ResourceNotFound);
            }

            if (action.ETag != ETag.All && action.ETag != default && action.ETag != stored.ETag)
            {
                throw Failed(412, TableErrorCode.UpdateConditionNotSatisfied);
            }
        }

        if (action.ActionType == TableTransactionActionType.Delete)
        {
            rows.Remove(key);
            return new MemoryResponse(204);
        }

        var merges =
            action.ActionType is TableTransactionActionType.UpsertMerge or TableTransactionActionType.UpdateMerge;
        var row = merges && stored is not null ? Copy(stored) : new TableEntity(key.Partition, key.Row);
        foreach (var (property, value) in (TableEntity)action.Entity)
        {
            if (value is not null && property is not ("odata.etag" or "Timestamp"))
            {
                row[property] = value;
            }
        }

        row.ETag = cloud.NextVersion();
        row.Timestamp = cloud.Now;
        rows[key] = row;
        return new MemoryResponse(204, row.ETag);
    }

    private void Restore(IEnumerable<((string, string) Key, TableEntity? Row)> saved)
    {
        foreach (var (key, row) in saved)
        {
            if (row is null)
            {
                rows.Remove(key);
            }
            else
            {
                rows[key] = row;
            }
        }
    }

    private static TableEntity Copy(TableEntity row) => new(row) { ETag = row.ETag, Timestamp = row.Timestamp };

    private static (string Partition, string Row) KeyOf(ITableEntity entity) => (entity.PartitionKey, entity.RowKey);

    private static RequestFailedException Failed(int status, TableErrorCode code) =>
        new(status, code.ToString(), code.ToString(), null);
}
