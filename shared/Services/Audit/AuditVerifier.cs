using System.Globalization;
using AgentTrader.Services.Storage;
using Azure.Data.Tables;

namespace AgentTrader.Services.Audit;

/// <summary>
/// Checks the audit log day by day from its first. Within a day it walks from the head back, because what an entry says about the
/// one before convicts that one even when its own hash was made anew. Entries appended meanwhile are left for the next time.
/// </summary>
internal sealed class AuditVerifier(InstanceStorage storage, AuditHeads heads)
{
    private long entries;

    private TableClient Table => storage.Table(TableNames.Audit);

    public async Task<AuditVerification> VerifyAsync(CancellationToken cancellationToken)
    {
        for (var shard = 0; shard < AuditChain.Shards; shard++)
        {
            var root = await heads.RootAsync(shard.ToString(CultureInfo.InvariantCulture), cancellationToken);
            if (root is not null && await VerifyShardAsync(root, cancellationToken) is { } bad)
            {
                return new AuditVerification(false, entries, bad.Where, bad.Finding);
            }
        }

        return new AuditVerification(true, entries, null, null);
    }

    private async Task<(string Where, string Finding)?> VerifyShardAsync(
        TableEntity root,
        CancellationToken cancellationToken
    )
    {
        var last = root.GetString("Last");
        string? before = null;
        var hash = AuditChain.Genesis;
        var partition = root.GetString("First");
        while (partition is not null)
        {
            var head = await heads.FindAsync(partition, cancellationToken);
            if (head is null)
            {
                // A host that stopped while it opened this day has not named it in the root yet.
                return last == before ? null : ($"{partition}/1", "The day's head row is missing.");
            }

            if (head.FirstHash != hash || head.Previous != before)
            {
                return ($"{partition}/1", "The day does not continue the day before it.");
            }

            if (await VerifyDayAsync(head, cancellationToken) is { } bad)
            {
                return bad;
            }

            if (head.Next is null && last != partition && last != before)
            {
                return ($"{partition}/{head.Count + 1}", "The days after this one are missing.");
            }

            hash = head.LastHash;
            before = partition;
            partition = head.Next;
        }

        return null;
    }

    private async Task<(string Where, string Finding)?> VerifyDayAsync(
        AuditHead head,
        CancellationToken cancellationToken
    )
    {
        (string Where, string Finding)? bad = null;
        var expected = head.Count;
        string? hash = head.LastHash;
        var query = TableClient.CreateQueryFilter(
            $"PartitionKey eq {head.Partition} and RowKey ge {AuditChain.RowKey(head.Count)} and RowKey lt {"f"}"
        );
        await foreach (var row in Table.QueryAsync<TableEntity>(query, cancellationToken: cancellationToken))
        {
            entries++;
            var number = AuditChain.NumberOf(row.RowKey);
            if (number != expected)
            {
                bad = ($"{head.Partition}/{number + 1}", "The entry is missing.");
                hash = null;
            }

            var finding = AuditChain.Finding(row, head.Partition, number, hash);
            bad = finding is null ? bad : ($"{head.Partition}/{number}", finding);
            // What a bad entry says about the one before it is worth nothing.
            hash = finding is null ? row.GetString("PreviousHash") : null;
            expected = number - 1;
        }

        if (expected > 0)
        {
            return ($"{head.Partition}/1", "The entry is missing.");
        }

        return bad is null && hash != head.FirstHash
            ? ($"{head.Partition}/1", "The entry does not continue the day before.")
            : bad;
    }
}
