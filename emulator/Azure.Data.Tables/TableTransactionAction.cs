#nullable disable // The official package is not annotated.

namespace Azure.Data.Tables;

/// <summary>One change within a transaction.</summary>
public class TableTransactionAction
{
    /// <inheritdoc cref="TableTransactionAction(TableTransactionActionType, ITableEntity, ETag)" />
    public TableTransactionAction(TableTransactionActionType actionType, ITableEntity entity)
        : this(actionType, entity, default) { }

    /// <param name="actionType">The kind of change.</param>
    /// <param name="entity">The entity; for a delete only its keys matter.</param>
    /// <param name="etag">
    /// The version that must be stored for an update or a delete to succeed. The entity's own ETag is not used: an update
    /// without <paramref name="etag"/> overwrites, and even inserts, as the official package does.
    /// </param>
    public TableTransactionAction(TableTransactionActionType actionType, ITableEntity entity, ETag etag = default)
    {
        ActionType = actionType;
        Entity = entity;
        ETag = etag;
    }

    public TableTransactionActionType ActionType { get; }

    public ITableEntity Entity { get; }

    public ETag ETag { get; }
}
