namespace AgentTrader.Core.Trading.Lots;

/// <summary>Shares of one lot that a sell closed. The parts of one sell add up to it, to the cent.</summary>
/// <param name="BuyTradeId">The trade that opened the lot.</param>
/// <param name="SellTradeId">The trade that closed it.</param>
/// <param name="Symbol">What was held.</param>
/// <param name="AcquiredAt">Market time of the buy.</param>
/// <param name="ClosedAt">Market time of the sell.</param>
/// <param name="Quantity">Shares closed.</param>
/// <param name="Cost">Dollars paid for them, without fees.</param>
/// <param name="Proceeds">Dollars received for them, without fees.</param>
/// <param name="WashedLoss">Dollars that for taxes add to the cost: see <see cref="Lot.WashedLoss"/>.</param>
/// <param name="IsWashSale">Sold at a loss while other shares of the symbol were bought in the 30 days before.</param>
public sealed record ClosedLot(
    string BuyTradeId,
    string SellTradeId,
    string Symbol,
    DateTimeOffset AcquiredAt,
    DateTimeOffset ClosedAt,
    long Quantity,
    decimal Cost,
    decimal Proceeds,
    decimal WashedLoss = 0,
    bool IsWashSale = false
)
{
    /// <summary>Dollars won (or lost, below 0), before fees.</summary>
    public decimal RealizedPnL => Proceeds - Cost;

    /// <summary>The same by the cost that counts for taxes.</summary>
    internal decimal AdjustedPnL => RealizedPnL - WashedLoss;

    /// <summary>What counts for taxes: the loss of a wash sale does not, but moves on to the shares that stay.</summary>
    public decimal TaxablePnL => IsWashSale ? 0 : AdjustedPnL;
}
