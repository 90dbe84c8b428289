using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AgentTrader.Services.Storage;
using Azure.Data.Tables;

namespace AgentTrader.Services.Audit;

/// <summary>
/// How the audit log lies in its table. A partition is one day of one shard: a row <c>head</c>, one row per entry (newest
/// first) and one per entry id. Each entry holds the hash of the one before; a day's first entry holds the hash of the day
/// before's last. The head knows how many entries there are and the last one's hash.
/// </summary>
internal static class AuditChain
{
    /// <summary>Chains that grow side by side, so that hosts wait less for each other. Never change it on a log in use.</summary>
    public const int Shards = 4;

    public const string HeadRow = "head";

    /// <summary>The partition of the rows that say where each shard's chain begins and ends.</summary>
    public const string RootPartition = "root";

    /// <summary>What the very first entry of a shard holds as the hash before it.</summary>
    public static readonly string Genesis = new('0', SHA256.HashSizeInBytes * 2);

    /// <summary>Entry rows are <c>e|</c> and 12 digits that count down.</summary>
    private const long MaxNumber = 999_999_999_999;

    public static string ShardOf(string entryId) =>
        (SHA256.HashData(Encoding.UTF8.GetBytes(entryId))[0] % Shards).ToString(CultureInfo.InvariantCulture);

    public static string Partition(DateTimeOffset day, string shard) =>
        $"{day.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}|{shard}";

    public static string RowKey(long number) =>
        "e|" + (MaxNumber - number).ToString("D12", CultureInfo.InvariantCulture);

    public static long NumberOf(string rowKey) =>
        long.TryParse(rowKey.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var down)
            ? MaxNumber - down
            : 0;

    public static string IdRowKey(string entryId) => "id|" + entryId;

    /// <summary>The hash of an entry: over the one before, its place, and its text exactly as stored.</summary>
    public static string Hash(string previousHash, string partition, long number, string json)
    {
        var text = $"{previousHash}\n{partition}\n{number.ToString(CultureInfo.InvariantCulture)}\n{json}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>
    /// The row of an entry. The columns repeat what filters need; the JSON alone is what counts, and verification compares them.
    /// </summary>
    public static TableEntity EntryRow(string partition, long number, string previousHash, AuditEntry entry)
    {
        var row = JsonRow.Create(partition, RowKey(number), entry);
        row["Number"] = number;
        row["PreviousHash"] = previousHash;
        row["Hash"] = Hash(previousHash, partition, number, JsonText(entry));
        row["EntryId"] = entry.EntryId;
        row["At"] = entry.Timestamp;
        row["Action"] = entry.Action;
        row["ResourceType"] = entry.ResourceType;
        row["ResourceId"] = entry.ResourceId;
        if (entry.UserId is not null)
        {
            row["UserId"] = entry.UserId;
        }

        return row;
    }

    private static string JsonText(AuditEntry entry) => JsonSerializer.Serialize(entry, StoredJson.Options);

    /// <summary>What is wrong with a row that should be this entry, with the hash that the entry after it continues (null: not known); null when nothing is.</summary>
    public static string? Finding(TableEntity row, string partition, long number, string? hash)
    {
        try
        {
            if (hash is not null && row.GetString("Hash") != hash)
            {
                return "The entry is not the one that the next entry continues: it was changed, replaced or moved.";
            }

            var entry = JsonRow.Read<AuditEntry>(row);
            var expected = EntryRow(partition, number, row.GetString("PreviousHash") ?? "", entry);
            return
                Columns(expected).All(key => Equals(row[key], expected[key])) && Columns(row).All(expected.ContainsKey)
                ? null
                : "The entry was changed.";
        }
        catch (Exception exception)
            when (exception is JsonException or InvalidOperationException or ArgumentNullException)
        {
            return "The entry's text was changed: it can't be read any more.";
        }
    }

    private static IEnumerable<string> Columns(TableEntity row) =>
        row.Keys.Where(key => key != "Timestamp" && !key.StartsWith("odata", StringComparison.Ordinal));
}
