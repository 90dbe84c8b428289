using AgentTrader.Core;
using AgentTrader.Core.Trading.Lots;

namespace AgentTrader.Services.Trading.Control;

/// <summary>Shares that were bought together (document 5, requirement 12); dollars, without fees.</summary>
/// <param name="TradeId">The buy.</param>
/// <param name="Status">Whether they are still held; a sale of a part closes that part.</param>
/// <param name="AcquiredAt">The buy's market time.</param>
/// <param name="Quantity">Shares still held, or closed.</param>
/// <param name="Cost">For these shares.</param>
/// <param name="Value">At the market's price now, or what the sale brought; null when there is no price.</param>
/// <param name="UnrealizedPnL">What a sale now would win or lose, in the order in which sales close lots; null once closed.</param>
/// <param name="IsReplacement">Bought within 30 days after a sale at a loss, which makes that a wash sale; null once closed.</param>
/// <param name="SellTradeId">The sale; null while open.</param>
/// <param name="ClosedAt">The sale's market time; null while open.</param>
/// <param name="RealizedPnL">What it won or lost; null while open.</param>
/// <param name="TaxablePnL">The part of that which counts for taxes: the loss of a wash sale moves on to the shares that stay.</param>
public sealed record LotResponse(
    string TradeId,
    string Symbol,
    LotStatus Status,
    DateTimeOffset AcquiredAt,
    long Quantity,
    decimal Cost,
    decimal? Value,
    decimal? UnrealizedPnL,
    bool? IsReplacement,
    string? SellTradeId,
    DateTimeOffset? ClosedAt,
    decimal? RealizedPnL,
    decimal? TaxablePnL
)
{
    public static LotResponse Of(Lot lot, decimal? price)
    {
        decimal? value = price is { } known ? Money.ToCents(known * lot.Quantity) : null;
        return new(
            lot.TradeId,
            lot.Symbol,
            LotStatus.Open,
            lot.AcquiredAt,
            lot.Quantity,
            lot.Cost,
            value,
            value - lot.Cost,
            lot.IsReplacement,
            null,
            null,
            null,
            null
        );
    }

    public static LotResponse Of(ClosedLot lot) =>
        new(
            lot.BuyTradeId,
            lot.Symbol,
            lot.IsWashSale ? LotStatus.Washed : LotStatus.Closed,
            lot.AcquiredAt,
            lot.Quantity,
            lot.Cost,
            lot.Proceeds,
            null,
            null,
            lot.SellTradeId,
            lot.ClosedAt,
            lot.RealizedPnL,
            lot.TaxablePnL
        );
}
