namespace AgentTrader.Core.Trading.Backtesting;

/// <summary>How the micro-trades did, apart from the others (document 5, requirement 20.7). Parts are of 1.</summary>
/// <param name="Trades">Micro-trades that were closed.</param>
/// <param name="WinRate">Null without any.</param>
/// <param name="PnL">Dollars they brought, before fees.</param>
/// <param name="AveragePnL">Dollars each; null without any.</param>
/// <param name="TradesPerDay">Over all sessions.</param>
/// <param name="Contribution">Their part of all profits and losses; null while these add up to nothing.</param>
public sealed record MicroMetrics(
    int Trades,
    double? WinRate,
    decimal PnL,
    decimal? AveragePnL,
    double TradesPerDay,
    double? Contribution
)
{
    /// <param name="profits">Dollars of each closed micro-trade.</param>
    /// <param name="total">Dollars of all closed trades.</param>
    /// <param name="sessions">How many sessions there were.</param>
    public static MicroMetrics Of(IReadOnlyList<decimal> profits, decimal total, int sessions)
    {
        ArgumentNullException.ThrowIfNull(profits);
        var (count, sum) = (profits.Count, profits.Sum());
        return new(
            count,
            count > 0 ? (double)profits.Count(profit => profit > 0) / count : null,
            sum,
            count > 0 ? Money.ToCents(sum / count) : null,
            sessions > 0 ? (double)count / sessions : 0,
            total != 0 ? (double)(sum / total) : null
        );
    }
}
