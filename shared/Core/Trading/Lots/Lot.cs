namespace AgentTrader.Core.Trading.Lots;

/// <summary>Shares bought together and still held (document 5, requirement 12).</summary>
/// <param name="TradeId">The buy.</param>
/// <param name="Symbol">What was bought.</param>
/// <param name="AcquiredAt">The buy's market time.</param>
/// <param name="Quantity">Shares still held, at least 1.</param>
/// <param name="Cost">
/// Dollars in whole cents for all of those shares, without fees. The total is kept, never a price a share, so that no
/// fraction of a cent is lost: a partial close takes its share of the cost rounded to cents, the last takes what is left.
/// </param>
/// <param name="IsReplacement">
/// Bought within 30 days after shares of the symbol were sold at a loss, which makes that a wash sale (requirement 12.2).
/// </param>
/// <param name="WashedLoss">
/// Dollars in whole cents of such losses: for taxes they are not lost but add to what these shares cost.
/// </param>
public sealed record Lot(
    string TradeId,
    string Symbol,
    DateTimeOffset AcquiredAt,
    long Quantity,
    decimal Cost,
    bool IsReplacement = false,
    decimal WashedLoss = 0
)
{
    /// <summary>The cost of the first <paramref name="quantity"/> shares, in whole cents.</summary>
    public decimal CostOf(long quantity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(quantity);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quantity, Quantity);
        return quantity == Quantity ? Cost : Money.ToCents(Cost * quantity / Quantity);
    }

    /// <summary>The washed loss of the first <paramref name="quantity"/> shares, in whole cents.</summary>
    public decimal WashedLossOf(long quantity) =>
        quantity == Quantity ? WashedLoss : Money.ToCents(WashedLoss * quantity / Quantity);
}
