namespace AgentTrader.Core.Trading.Backtesting;

/// <summary>What a backtest brought.</summary>
/// <param name="Book">The book at the end.</param>
/// <param name="Metrics">Of the portfolio.</param>
/// <param name="Micro">Of its micro-trades.</param>
/// <param name="Benchmark">Of an equal amount in each symbol, bought at the first price and held.</param>
/// <param name="OrderListHash">The first 16 hexadecimal characters of a SHA-256 over all fills: another order, another hash.</param>
/// <param name="Orders">How many orders were filled.</param>
/// <param name="Bars">How many bars were replayed.</param>
/// <param name="Trades">Sales, oldest first.</param>
/// <param name="EquityCurve">One point a session.</param>
public sealed record BacktestResult(
    Book Book,
    PerformanceMetrics Metrics,
    MicroMetrics Micro,
    PerformanceMetrics Benchmark,
    string OrderListHash,
    int Orders,
    long Bars,
    IReadOnlyList<BacktestTrade> Trades,
    IReadOnlyList<EquityPoint> EquityCurve
);
