using System.Collections.Immutable;

namespace AgentTrader.Core.Trading.Risk;

/// <summary>What the risk tier is judged by (document 5, requirement 5.2); parts are of 1.</summary>
/// <param name="WinRate">Of the positions sold in the last 30 sessions; null when none was.</param>
/// <param name="Sharpe">Of the last 30 daily returns, as a year's; null when they do not tell.</param>
/// <param name="Drawdown">From the highest value so far.</param>
/// <param name="ReservePct">The reserve pool's part of the portfolio.</param>
public readonly record struct RiskTierMetrics(double? WinRate, double? Sharpe, double Drawdown, double ReservePct)
{
    /// <summary>
    /// Without the Sharpe ratio (<see cref="SharpeOf"/>): the tier is judged every day, and the ratio only told when it moves.
    /// </summary>
    /// <param name="days">The last 30 sessions at most, oldest first.</param>
    /// <param name="value">Dollars now.</param>
    /// <param name="peak">The highest value so far, in dollars.</param>
    /// <param name="reserve">Dollars in the reserve pool.</param>
    internal static RiskTierMetrics Of(ImmutableArray<DayResult> days, decimal value, decimal peak, decimal reserve)
    {
        var (wins, trades) = (0, 0);
        foreach (var day in days)
        {
            wins += day.Wins;
            trades += day.Wins + day.Losses;
        }

        return new(
            trades > 0 ? (double)wins / trades : null,
            null,
            peak > 0 ? 1 - ((double)value / (double)peak) : 0,
            value > 0 ? (double)reserve / (double)value : 0
        );
    }

    /// <param name="days">The last 30 sessions at most, oldest first.</param>
    /// <param name="value">Dollars now.</param>
    internal static double? SharpeOf(ImmutableArray<DayResult> days, decimal value)
    {
        Span<double> returns = stackalloc double[days.Length];
        for (var i = 0; i < days.Length; i++)
        {
            var (before, after) = (days[i].StartValue, i + 1 < days.Length ? days[i + 1].StartValue : value);
            returns[i] = before > 0 ? ((double)after / (double)before) - 1 : 0;
        }

        return PerformanceMetrics.SharpeOf(returns);
    }
}
