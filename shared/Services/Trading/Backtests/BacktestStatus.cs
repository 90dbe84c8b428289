namespace AgentTrader.Services.Trading.Backtests;

/// <summary>How far a backtest has come; the last three are final.</summary>
public enum BacktestStatus
{
    Queued,
    Running,
    Completed,
    Failed,
    Cancelled,
}
