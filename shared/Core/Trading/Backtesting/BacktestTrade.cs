namespace AgentTrader.Core.Trading.Backtesting;

/// <summary>A sale in a backtest with what it closed (document 5, requirement 14.2).</summary>
/// <param name="TradeId">The sale.</param>
/// <param name="DecisionId">The decision that led to it.</param>
/// <param name="Symbol">What was sold.</param>
/// <param name="Quantity">Shares.</param>
/// <param name="OpenedAt">Market time of the oldest lot it closed.</param>
/// <param name="ClosedAt">Market time.</param>
/// <param name="EntryPrice">Dollars a share, the mean of what was paid.</param>
/// <param name="ExitPrice">Dollars a share.</param>
/// <param name="PnL">Dollars, before fees.</param>
/// <param name="IsMicro">Whether it was a micro-trade.</param>
/// <param name="IsWashSale">Whether a part of it was a wash sale.</param>
/// <param name="RecommendationId">The recommendation from outside that had opened the position; null for the engine's own signals.</param>
public sealed record BacktestTrade(
    string TradeId,
    string DecisionId,
    string Symbol,
    long Quantity,
    DateTimeOffset OpenedAt,
    DateTimeOffset ClosedAt,
    decimal EntryPrice,
    decimal ExitPrice,
    decimal PnL,
    bool IsMicro,
    bool IsWashSale,
    string? RecommendationId = null
)
{
    /// <summary>How long the oldest of its shares were held.</summary>
    public TimeSpan HeldFor => ClosedAt - OpenedAt;

    /// <summary>The profit as a part of what was paid, of 1.</summary>
    public double PnLPct => EntryPrice > 0 ? (double)(PnL / (EntryPrice * Quantity)) : 0;
}
