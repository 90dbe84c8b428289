using System.Globalization;
using AgentTrader.Core.Agents;
using AgentTrader.Services.Agents;
using AgentTrader.Services.Storage;
using Azure.Data.Tables;

namespace AgentTrader.Services.Metering;

/// <summary>
/// Counts what agents use, one row an agent and month beside its book, and refuses a call that would pass the quota by more
/// than 5 % (document 1, FR-008). The transaction that carries a call out counts it too, so the count is exact: nothing is
/// carried out uncounted, and nothing is counted that did not happen.
/// </summary>
public static class Meter
{
    /// <summary>What one trade costs in dollars.</summary>
    public const decimal TradeCost = 0.70m;

    /// <summary>The burst that is let through above the quota.</summary>
    private const decimal Buffer = 1.05m;

    /// <summary>
    /// Counts a call; null, and nothing is to be carried out, when the quota has no room for it. Only for a transaction that
    /// replaces the book that <paramref name="read"/> holds: the book's tag is what keeps two from counting at once.
    /// </summary>
    public static TableTransactionAction? TryUse(AgentState read, decimal cost) =>
        HasRoom(read.Used, read.Agent.Settings.QuotaConfig, cost)
            ? new(
                TableTransactionActionType.UpsertReplace,
                JsonRow.Create(
                    read.Agent.AgentId,
                    read.UsageRow,
                    new UsageFigures(read.Used.ApiCalls + 1, read.Used.BudgetSpent + cost)
                )
            )
            : null;

    /// <summary>Whether one more call fits into the quota and its 5 % buffer.</summary>
    public static bool HasRoom(UsageFigures used, QuotaConfig quota, decimal cost) =>
        used.ApiCalls + 1 <= quota.ApiCalls * Buffer && used.BudgetSpent + cost <= quota.BudgetPerMonth * Buffer;

    /// <summary>
    /// The row of an instant's month (UTC). It sorts behind the book, and later months before earlier ones, so that one range
    /// holds what <see cref="AgentStore"/> reads of an agent and no month that is over.
    /// </summary>
    public static string RowKey(DateTimeOffset instant)
    {
        var month = instant.UtcDateTime.Year * 100 + instant.UtcDateTime.Month;
        return "calls|" + (999_999 - month).ToString("D6", CultureInfo.InvariantCulture);
    }
}
