using AgentTrader.Core.Market.Indicators;

namespace AgentTrader.Core.Trading;

/// <summary>How a portfolio did (document 5, requirement 14). Parts are of 1; what cannot be reckoned is null.</summary>
public sealed record PerformanceMetrics
{
    /// <summary>Sessions in a year.</summary>
    private const double Year = 252;

    /// <summary>Daily returns that the Sharpe ratio of requirement 14.1 looks at.</summary>
    private const int SharpeDays = 30;

    public required double TotalReturn { get; init; }

    /// <summary>Of all daily returns: mean over sample deviation, times the root of 252; a risk-free rate of 0.</summary>
    public double? Sharpe { get; init; }

    /// <summary>The same of the last 30 daily returns.</summary>
    public double? Sharpe30 { get; init; }

    /// <summary>The deepest fall from a peak, 0 or above.</summary>
    public required double MaxDrawdown { get; init; }

    /// <summary>The fall from the peak at the end, 0 or above.</summary>
    public required double CurrentDrawdown { get; init; }

    public int Wins { get; init; }

    public int Losses { get; init; }

    public double? WinRate => Wins + Losses > 0 ? (double)Wins / (Wins + Losses) : null;

    /// <summary>Dollars.</summary>
    public decimal? AverageWin { get; init; }

    /// <summary>Dollars, below 0.</summary>
    public decimal? AverageLoss { get; init; }

    /// <summary>The sum of wins over the sum of losses; null without a loss.</summary>
    public double? ProfitFactor { get; init; }

    /// <summary>Dollars of all sales, before fees.</summary>
    public decimal RealizedPnL { get; init; }

    /// <summary>The same without the losses of wash sales that still wait in open positions (requirement 12.4).</summary>
    public decimal TaxAdjustedPnL { get; init; }

    /// <param name="values">Dollars at the end of each day, the first one before any trade; at least one.</param>
    /// <param name="profits">Dollars of each sale.</param>
    /// <param name="taxAdjusted">Dollars of them as taxes see it (<see cref="Book.TaxAdjustedPnL"/>); null for the same.</param>
    public static PerformanceMetrics Of(
        IReadOnlyList<decimal> values,
        IReadOnlyList<decimal> profits,
        decimal? taxAdjusted = null
    )
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(profits);
        var returns = new double[values.Count - 1];
        var before = (double)values[0];
        var (first, peak, deepest) = (before, before, 0.0);
        for (var i = 0; i < returns.Length; i++)
        {
            var value = (double)values[i + 1];
            returns[i] = before > 0 ? (value / before) - 1 : 0;
            peak = Math.Max(peak, value);
            deepest = Math.Max(deepest, Drawdown(peak, value));
            before = value;
        }

        var wins = profits.Where(profit => profit > 0).ToList();
        var losses = profits.Where(profit => profit < 0).ToList();
        return new PerformanceMetrics
        {
            TotalReturn = first > 0 ? (before / first) - 1 : 0,
            Sharpe = SharpeOf(returns),
            Sharpe30 = SharpeOf(returns.AsSpan(Math.Max(0, returns.Length - SharpeDays))),
            MaxDrawdown = deepest,
            CurrentDrawdown = Drawdown(peak, before),
            RealizedPnL = profits.Sum(),
            TaxAdjustedPnL = taxAdjusted ?? profits.Sum(),
            Wins = wins.Count,
            Losses = losses.Count,
            AverageWin = wins.Count > 0 ? Money.ToCents(wins.Average()) : null,
            AverageLoss = losses.Count > 0 ? Money.ToCents(losses.Average()) : null,
            ProfitFactor = losses.Count > 0 ? (double)(wins.Sum() / -losses.Sum()) : null,
        };
    }

    /// <summary>The yearly Sharpe ratio of daily returns; null for fewer than two, or when they do not differ.</summary>
    public static double? SharpeOf(ReadOnlySpan<double> returns)
    {
        if (returns.Length < 2)
        {
            return null;
        }

        // The deviation of a sample, divided by n - 1.
        var deviation = StandardDeviation.Of(returns) * Math.Sqrt(returns.Length / (returns.Length - 1.0));
        return deviation > 1e-12 ? StandardDeviation.Mean(returns) / deviation * Math.Sqrt(Year) : null;
    }

    private static double Drawdown(double peak, double value) => peak > 0 ? (peak - value) / peak : 0;
}
