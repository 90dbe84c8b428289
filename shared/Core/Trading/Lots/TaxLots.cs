using System.Collections.Immutable;

namespace AgentTrader.Core.Trading.Lots;

/// <summary>Wash sales (document 5, requirement 12): a loss does not count when the symbol was bought shortly before or after.</summary>
internal static class TaxLots
{
    private static readonly TimeSpan Window = TimeSpan.FromDays(30);

    /// <summary>
    /// Marks the losses among lots that were closed while a lot of the last 30 days stays open, and moves them on to that lot.
    /// </summary>
    public static ImmutableArray<ClosedLot> FlagWashSales(
        ImmutableArray<ClosedLot> closed,
        ImmutableArray<Lot>.Builder remaining,
        DateTimeOffset at
    )
    {
        for (var i = 0; i < remaining.Count; i++)
        {
            var lot = remaining[i];
            // What is left of the very lot that was sold is no other purchase.
            if (lot.Symbol == closed[0].Symbol && lot.TradeId != closed[^1].BuyTradeId && at - lot.AcquiredAt <= Window)
            {
                remaining[i] = lot with { WashedLoss = lot.WashedLoss + LossOf(closed) };
                return [.. closed.Select(part => part with { IsWashSale = part.AdjustedPnL < 0 })];
            }
        }

        return closed;
    }

    /// <summary>Dollars, above 0, of the losses that still count.</summary>
    public static decimal LossOf(ImmutableArray<ClosedLot> closed)
    {
        var loss = 0m;
        foreach (var part in closed)
        {
            loss += Math.Max(0, -part.TaxablePnL);
        }

        return loss;
    }

    /// <summary>The sale at a loss that a buy within 30 days makes a wash sale, or null.</summary>
    public static LossSale? ReplacedBy(ImmutableArray<LossSale> sales, string symbol, DateTimeOffset at)
    {
        foreach (var sale in sales)
        {
            if (sale.Symbol == symbol && at - sale.At <= Window)
            {
                return sale;
            }
        }

        return null;
    }

    /// <summary>Whether lots of the last 30 days stay when the oldest shares of a symbol are sold: a loss would not count.</summary>
    public static bool KeepsReplacement(ImmutableArray<Lot> lots, string symbol, long quantity, DateTimeOffset at)
    {
        foreach (var lot in lots)
        {
            if (lot.Symbol == symbol)
            {
                // What is left of a lot that is sold in part is no other purchase.
                if (quantity <= 0 && at - lot.AcquiredAt <= Window)
                {
                    return true;
                }

                quantity -= lot.Quantity;
            }
        }

        return false;
    }

    /// <summary>The sales still worth remembering, with a new one; those of a symbol are one.</summary>
    public static ImmutableArray<LossSale> Remember(ImmutableArray<LossSale> sales, LossSale sale) =>
        sales
            .RemoveAll(other => other.Symbol == sale.Symbol || sale.At - other.At > Window)
            .Add(sale with { Loss = sale.Loss + (ReplacedBy(sales, sale.Symbol, sale.At)?.Loss ?? 0) });
}
