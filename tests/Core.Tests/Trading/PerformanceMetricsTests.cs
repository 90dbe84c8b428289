using System.Globalization;
using AgentTrader.Core.Trading;

namespace AgentTrader.Core.Tests.Trading;

public class PerformanceMetricsTests
{
    /// <summary>
    /// Worked by hand: values 100, 110, 99, 108.9 have the returns +10 %, -10 %, +10 %; their mean is 1/30, their sample
    /// deviation √(0.04/3) = 0.1154701, so the yearly Sharpe ratio is 0.2886751 × √252 = 4.5825757.
    /// </summary>
    [Fact]
    public void Agrees_with_the_worked_example()
    {
        var metrics = PerformanceMetrics.Of([100m, 110m, 99m, 108.9m], [30m, -10m, 5m, -4m, 0m]);
        Assert.Equal(0.089, metrics.TotalReturn, 1e-12);
        Assert.Equal(4.5825757, metrics.Sharpe!.Value, 1e-7);
        Assert.Equal(metrics.Sharpe, metrics.Sharpe30);
        Assert.Equal(0.1, metrics.MaxDrawdown, 1e-12);
        Assert.Equal(0.01, metrics.CurrentDrawdown, 1e-12);
        Assert.Equal((2, 2, 0.5), (metrics.Wins, metrics.Losses, metrics.WinRate));
        Assert.Equal((17.5m, -7m), (metrics.AverageWin, metrics.AverageLoss));
        Assert.Equal(2.5, metrics.ProfitFactor);
    }

    /// <summary>
    /// Performance.csv is a sheet of 45 days, each with its return, peak and drawdown, and below them the ratios that a
    /// spreadsheet makes of these columns: AVERAGE, STDEV.S, MAX and SUMIF.
    /// </summary>
    [Fact]
    public void Agrees_with_the_worked_spreadsheet()
    {
        var lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Trading", "Performance.csv"));
        var days = lines.Skip(1).TakeWhile(line => line.Length > 0).Select(line => line.Split(',')).ToList();
        var ratios = lines
            .SkipWhile(line => line.Length > 0)
            .Skip(1)
            .Select(line => line.Split(','))
            .ToDictionary(pair => pair[0], pair => double.Parse(pair[1], CultureInfo.InvariantCulture));
        var metrics = PerformanceMetrics.Of(
            [.. days.Select(day => decimal.Parse(day[1], CultureInfo.InvariantCulture))],
            [.. days.Where(day => day[5].Length > 0).Select(day => decimal.Parse(day[5], CultureInfo.InvariantCulture))]
        );
        Assert.Equal(ratios["sharpe"], metrics.Sharpe!.Value, 1e-10);
        Assert.Equal(ratios["sharpe30"], metrics.Sharpe30!.Value, 1e-10);
        Assert.Equal(ratios["maxDrawdown"], metrics.MaxDrawdown, 1e-10);
        Assert.Equal(ratios["currentDrawdown"], metrics.CurrentDrawdown, 1e-10);
        Assert.Equal(ratios["profitFactor"], metrics.ProfitFactor!.Value, 1e-10);
        Assert.Equal((ratios["wins"], ratios["losses"]), (metrics.Wins, metrics.Losses));
    }

    [Fact]
    public void Says_nothing_where_there_is_nothing_to_say()
    {
        var still = PerformanceMetrics.Of([100m, 100m, 100m], []);
        Assert.Null(still.Sharpe);
        Assert.Null(still.WinRate);
        Assert.Null(still.ProfitFactor);
        Assert.Null(still.AverageWin);
        Assert.Equal(0, still.MaxDrawdown);
        Assert.Equal(0, PerformanceMetrics.Of([100m], []).TotalReturn);
    }

    [Fact]
    public void The_trailing_ratio_sees_the_last_30_returns_alone()
    {
        decimal[] calm = [.. Enumerable.Range(0, 31).Select(i => 100m + (i % 2))];
        var metrics = PerformanceMetrics.Of([1_000m, 10m, .. calm], []);
        Assert.Equal(PerformanceMetrics.Of(calm, []).Sharpe!.Value, metrics.Sharpe30!.Value, 1e-9);
        Assert.NotEqual(metrics.Sharpe, metrics.Sharpe30);
    }
}
