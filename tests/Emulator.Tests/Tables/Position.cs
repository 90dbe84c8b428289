using System.Runtime.Serialization;
using Azure;
using Azure.Data.Tables;

namespace AgentTrader.Emulator.Tests.Tables;

/// <summary>An entity class with a property of each supported type.</summary>
internal sealed class Position : ITableEntity
{
    public string PartitionKey { get; set; } = "";

    public string RowKey { get; set; } = "";

    public DateTimeOffset? Timestamp { get; set; }

    public ETag ETag { get; set; }

    public string? Symbol { get; set; }

    public int Shares { get; set; }

    public int? Limit { get; set; }

    public long Volume { get; set; }

    public ulong Counter { get; set; }

    public double Price { get; set; }

    public bool IsOpen { get; set; }

    public bool? IsShort { get; set; }

    public DateTimeOffset OpenedAt { get; set; } = DateTimeOffset.UnixEpoch;

    public DateTime? ClosedAt { get; set; }

    public Guid OrderId { get; set; }

    public byte[]? Signature { get; set; }

    public BinaryData? Notes { get; set; }

    public Side Side { get; set; }

    public Side? OtherSide { get; set; }

    [DataMember(Name = "strategy_name")]
    public string? Strategy { get; set; }

    [IgnoreDataMember]
    public string? Cached { get; set; }
}
