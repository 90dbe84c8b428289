using AgentTrader.Core.Trading.Backtesting;

namespace AgentTrader.Services.Trading.Backtests;

/// <summary>A <see cref="BacktestTrade"/> as the API answers it: prices with up to four decimals.</summary>
public sealed record BacktestSale(
    string TradeId,
    string DecisionId,
    string Symbol,
    long Quantity,
    DateTimeOffset OpenedAt,
    DateTimeOffset ClosedAt,
    [property: Price] decimal EntryPrice,
    [property: Price] decimal ExitPrice,
    decimal PnL,
    bool IsMicro,
    bool IsWashSale,
    string? RecommendationId
)
{
    public static BacktestSale Of(BacktestTrade trade) =>
        new(
            trade.TradeId,
            trade.DecisionId,
            trade.Symbol,
            trade.Quantity,
            trade.OpenedAt,
            trade.ClosedAt,
            trade.EntryPrice,
            trade.ExitPrice,
            trade.PnL,
            trade.IsMicro,
            trade.IsWashSale,
            trade.RecommendationId
        );
}
