using AgentTrader.Core.Trading;
using AgentTrader.Core.Trading.Backtesting;

namespace AgentTrader.Services.Trading.Backtests;

/// <summary>A backtest as the API and <c>./run backtest --json</c> answer it. What is not known yet is null.</summary>
/// <param name="BacktestId">Prefix <c>bkt</c>.</param>
/// <param name="Status">The last three are final.</param>
/// <param name="Progress">The part done, 0 to 1.</param>
/// <param name="Request">What is replayed.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="FinishedAt">UTC.</param>
/// <param name="Metrics">Of the portfolio; parts are of 1, amounts are dollars.</param>
/// <param name="Micro">Of its micro-trades (document 5, requirement 20.7).</param>
/// <param name="Benchmark">Of an equal amount in each symbol, bought first and held.</param>
/// <param name="OrderListHash">The same for the same fills, and only for these.</param>
/// <param name="Orders">How many orders were filled.</param>
/// <param name="Bars">How many bars were replayed.</param>
/// <param name="Trades">Sales, oldest first; null in lists.</param>
/// <param name="EquityCurve">Dollars at the close of sessions, at most 1,000 of them; null in lists.</param>
/// <param name="Error">Why it failed.</param>
public sealed record BacktestResponse(
    string BacktestId,
    BacktestStatus Status,
    double Progress,
    StartBacktestRequest Request,
    DateTimeOffset CreatedAt,
    DateTimeOffset? FinishedAt,
    PerformanceMetrics? Metrics,
    MicroMetrics? Micro,
    PerformanceMetrics? Benchmark,
    string? OrderListHash,
    int? Orders,
    long? Bars,
    IReadOnlyList<BacktestSale>? Trades,
    IReadOnlyList<EquityPoint>? EquityCurve,
    string? Error
)
{
    public static BacktestResponse Of(BacktestRecord record, BacktestLists? lists = null) =>
        new(
            record.BacktestId,
            record.Status,
            record.Progress,
            record.Request,
            record.CreatedAt,
            record.FinishedAt,
            record.Metrics,
            record.Micro,
            record.Benchmark,
            record.OrderListHash,
            record.Orders,
            record.Bars,
            lists?.Trades,
            lists?.EquityCurve,
            record.Error
        );
}
