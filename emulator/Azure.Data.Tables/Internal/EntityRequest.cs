using Azure.Core;

namespace Azure.Data.Tables.Internal;

/// <summary>A change of one entity, sent by itself or as a part of a transaction.</summary>
internal readonly record struct EntityRequest(RequestMethod Method, string Path, string? IfMatch, ITableEntity? Entity)
{
    public static EntityRequest Insert(string table, ITableEntity entity) =>
        new(RequestMethod.Post, table, null, Checked(entity));

    /// <summary>Without <paramref name="ifMatch"/> the service inserts what is missing.</summary>
    public static EntityRequest Update(string table, ITableEntity entity, TableUpdateMode mode, ETag ifMatch) =>
        new(
            mode switch
            {
                TableUpdateMode.Merge => RequestMethod.Patch,
                TableUpdateMode.Replace => RequestMethod.Put,
                _ => throw new ArgumentException($"Unexpected value for mode: {mode}", nameof(mode)),
            },
            KeyPath(table, Checked(entity).PartitionKey, entity.RowKey),
            ifMatch == default ? null : ifMatch.ToString(),
            entity
        );

    public static EntityRequest Delete(string table, string partitionKey, string rowKey, ETag ifMatch) =>
        new(
            RequestMethod.Delete,
            KeyPath(table, partitionKey, rowKey),
            (ifMatch == default ? ETag.All : ifMatch).ToString(),
            null
        );

    public static EntityRequest From(string table, TableTransactionAction action) =>
        action.ActionType switch
        {
            TableTransactionActionType.Add => Insert(table, action.Entity),
            TableTransactionActionType.UpdateMerge => Update(table, action.Entity, TableUpdateMode.Merge, action.ETag),
            TableTransactionActionType.UpdateReplace => Update(
                table,
                action.Entity,
                TableUpdateMode.Replace,
                action.ETag
            ),
            TableTransactionActionType.UpsertMerge => Update(table, action.Entity, TableUpdateMode.Merge, default),
            TableTransactionActionType.UpsertReplace => Update(table, action.Entity, TableUpdateMode.Replace, default),
            TableTransactionActionType.Delete => Delete(
                table,
                action.Entity.PartitionKey,
                action.Entity.RowKey,
                action.ETag
            ),
            _ => throw new InvalidOperationException("Unknown request type."),
        };

    /// <summary>The entity's encoded path; a quote within a key is doubled, as OData wants it.</summary>
    public static string KeyPath(string table, string partitionKey, string rowKey)
    {
        ArgumentNullException.ThrowIfNull(partitionKey);
        ArgumentNullException.ThrowIfNull(rowKey);
        return $"{table}(PartitionKey='{Escape(partitionKey)}',RowKey='{Escape(rowKey)}')";

        static string Escape(string key) => Uri.EscapeDataString(key.Replace("'", "''", StringComparison.Ordinal));
    }

    private static ITableEntity Checked(ITableEntity entity)
    {
        ArgumentNullException.ThrowIfNull(entity);
        ArgumentNullException.ThrowIfNull(entity.PartitionKey, "PartitionKey");
        ArgumentNullException.ThrowIfNull(entity.RowKey, "RowKey");
        return entity;
    }
}
