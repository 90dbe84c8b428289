namespace AgentTrader.Core.Trading;

/// <summary>A trade that happened.</summary>
/// <param name="TradeId">The order's id.</param>
/// <param name="Price">Dollars a share, four decimals.</param>
/// <param name="Quantity">Shares, at most what was ordered.</param>
/// <param name="Fees">Dollars, whole cents.</param>
/// <param name="At">When it happened by the wall clock.</param>
/// <param name="MarketTime">When it happened in the market, which may be simulated.</param>
public sealed record Fill(
    string TradeId,
    decimal Price,
    long Quantity,
    decimal Fees,
    DateTimeOffset At,
    DateTimeOffset MarketTime
)
{
    /// <summary>Dollars that changed hands, before fees, in whole cents.</summary>
    public decimal Gross => Money.ToCents(Price * Quantity);
}
