using System.Collections.Concurrent;
using System.Globalization;
using AgentTrader.Core.Agents;
using AgentTrader.Services.Storage;
using Azure;
using Azure.Data.Tables;

namespace AgentTrader.Services.Metering;

/// <summary>
/// Counts what agents use, one row an agent and month, and refuses a call that would pass the quota by more than 5 %
/// (document 1, FR-008). The count moves before the call is made, so it may be too high after a crash, and never too low.
/// </summary>
public sealed class Meter(InstanceStorage storage, TimeProvider time)
{
    /// <summary>What one trade costs in dollars.</summary>
    public const decimal TradeCost = 0.70m;

    /// <summary>The burst that is let through above the quota.</summary>
    private const decimal Buffer = 1.05m;
    private const string Row = "usage";

    // What this process last wrote: saves the read before most writes. A stale entry costs one refused write.
    private readonly ConcurrentDictionary<string, (UsageFigures Used, ETag Tag)> latest = new();

    private TableClient Table => storage.Table(TableNames.Usage);

    /// <summary>Counts a call, or says false and counts nothing when the quota has no room for it.</summary>
    public async Task<bool> TryUseAsync(
        string agentId,
        QuotaConfig quota,
        decimal cost,
        CancellationToken cancellationToken
    )
    {
        var partition = Partition(agentId);
        while (true)
        {
            var (used, tag) = latest.TryGetValue(partition, out var known)
                ? known
                : await ReadAsync(partition, cancellationToken);
            var next = new UsageFigures(used.ApiCalls + 1, used.BudgetSpent + cost);
            if (!HasRoom(used, quota, cost))
            {
                // What this process remembers may be last month's row or another quota's: the stored row decides.
                return latest.TryRemove(partition, out _) && await TryUseAsync(agentId, quota, cost, cancellationToken);
            }

            if (await TryWriteAsync(partition, next, tag, cancellationToken))
            {
                return true;
            }

            latest.TryRemove(partition, out _);
        }
    }

    /// <summary>Whether one more call fits into the quota and its 5 % buffer.</summary>
    public static bool HasRoom(UsageFigures used, QuotaConfig quota, decimal cost) =>
        used.ApiCalls + 1 <= quota.ApiCalls * Buffer && used.BudgetSpent + cost <= quota.BudgetPerMonth * Buffer;

    /// <summary>What an agent has used this month.</summary>
    public async Task<UsageFigures> UsedAsync(string agentId, CancellationToken cancellationToken) =>
        (await ReadAsync(Partition(agentId), cancellationToken)).Used;

    private async Task<bool> TryWriteAsync(
        string partition,
        UsageFigures used,
        ETag tag,
        CancellationToken cancellationToken
    )
    {
        var row = JsonRow.Create(partition, Row, used);
        try
        {
            var response =
                tag == default
                    ? await Table.AddEntityAsync(row, cancellationToken)
                    : await Table.UpdateEntityAsync(row, tag, TableUpdateMode.Replace, cancellationToken);
            if (response.Headers.ETag is { } written)
            {
                latest[partition] = (used, written);
            }

            return true;
        }
        catch (RequestFailedException failure) when (failure.Status is 409 or 412)
        {
            return false;
        }
    }

    private async Task<(UsageFigures Used, ETag Tag)> ReadAsync(string partition, CancellationToken cancellationToken)
    {
        var row = await Table.GetEntityIfExistsAsync<TableEntity>(partition, Row, cancellationToken: cancellationToken);
        return row is { HasValue: true, Value: { } entity }
            ? (JsonRow.Read<UsageFigures>(entity), entity.ETag)
            : (new UsageFigures(0, 0), default);
    }

    private string Partition(string agentId) =>
        $"{agentId}|{time.GetUtcNow().ToString("yyyyMM", CultureInfo.InvariantCulture)}";
}
