#nullable disable // The official package is not annotated.

namespace Azure.Data.Tables;

/// <summary>What every entity has. A class that implements it is stored property by property.</summary>
public interface ITableEntity
{
    /// <summary>First part of the key: what changes together in one transaction shares it. At most 1 KiB.</summary>
    string PartitionKey { get; set; }

    /// <summary>Second part of the key, unique in its partition; a query returns rows in its ordinal order. At most 1 KiB.</summary>
    string RowKey { get; set; }

    /// <summary>When the service last wrote the entity. Never sent.</summary>
    DateTimeOffset? Timestamp { get; set; }

    /// <summary>The version that was read. Never sent as a property; pass it as <c>ifMatch</c>.</summary>
    ETag ETag { get; set; }
}
