using AgentTrader.Core;
using AgentTrader.Core.Trading;

namespace AgentTrader.Services.Trading.Control;

/// <summary>Shares bought together and still held (document 5, requirement 12); dollars, without fees.</summary>
/// <param name="TradeId">The buy.</param>
/// <param name="AcquiredAt">The buy's market time.</param>
/// <param name="Cost">For all shares of the lot that are still held.</param>
/// <param name="Value">At the market's price now; null when there is no price.</param>
/// <param name="UnrealizedPnL">What a sale now would win or lose, in the order in which sales close lots.</param>
/// <param name="IsReplacement">Bought within 30 days after a sale at a loss, which makes that a wash sale.</param>
public sealed record LotResponse(
    string TradeId,
    string Symbol,
    DateTimeOffset AcquiredAt,
    long Quantity,
    decimal Cost,
    decimal? Value,
    decimal? UnrealizedPnL,
    bool IsReplacement
)
{
    public static LotResponse Of(Lot lot, decimal? price)
    {
        decimal? value = price is { } known ? Money.ToCents(known * lot.Quantity) : null;
        return new(
            lot.TradeId,
            lot.Symbol,
            lot.AcquiredAt,
            lot.Quantity,
            lot.Cost,
            value,
            value - lot.Cost,
            lot.IsReplacement
        );
    }
}
