using Azure;
using Azure.Data.Tables;

namespace AgentTrader.Services.Audit;

/// <summary>Where one day of one shard stands. The day before names its successor once it has one, and grows no more.</summary>
/// <param name="Partition">The day and shard, such as <c>20260105|2</c>.</param>
/// <param name="Count">Entries of this day; the last one's number.</param>
/// <param name="LastHash">The last entry's hash; before the first entry, the hash it must continue.</param>
/// <param name="Previous">The partition before; null for the first.</param>
/// <param name="FirstHash">The hash that this day's first entry continues.</param>
/// <param name="Next">The partition after; null for the one that grows.</param>
/// <param name="Version">The row's ETag.</param>
internal sealed record AuditHead(
    string Partition,
    long Count,
    string LastHash,
    string? Previous,
    string FirstHash,
    string? Next,
    ETag Version
)
{
    public TableEntity ToRow()
    {
        var row = new TableEntity(Partition, AuditChain.HeadRow)
        {
            ["Count"] = Count,
            ["LastHash"] = LastHash,
            ["FirstHash"] = FirstHash,
            ETag = Version,
        };
        if (Previous is not null)
        {
            row["Previous"] = Previous;
        }

        if (Next is not null)
        {
            row["Next"] = Next;
        }

        return row;
    }

    public static AuditHead FromRow(TableEntity row) =>
        new(
            row.PartitionKey,
            row.GetInt64("Count") ?? 0,
            row.GetString("LastHash") ?? "",
            row.GetString("Previous"),
            row.GetString("FirstHash") ?? "",
            row.GetString("Next"),
            row.ETag
        );
}
