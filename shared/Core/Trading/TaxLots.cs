using System.Collections.Immutable;

namespace AgentTrader.Core.Trading;

/// <summary>Wash sales (document 5, requirement 12): a loss does not count when the symbol was bought shortly before or after.</summary>
internal static class TaxLots
{
    private static readonly TimeSpan Window = TimeSpan.FromDays(30);

    /// <summary>Marks the losses among lots that were closed while a lot of the last 30 days stays open.</summary>
    public static ImmutableArray<ClosedLot> FlagWashSales(
        ImmutableArray<ClosedLot> closed,
        ImmutableArray<Lot>.Builder remaining,
        DateTimeOffset at
    )
    {
        foreach (var lot in remaining)
        {
            // What is left of the very lot that was sold is no other purchase.
            if (lot.Symbol == closed[0].Symbol && lot.TradeId != closed[^1].BuyTradeId && at - lot.AcquiredAt <= Window)
            {
                return [.. closed.Select(part => part with { IsWashSale = part.RealizedPnL < 0 })];
            }
        }

        return closed;
    }

    /// <summary>Whether a buy comes within 30 days after a loss.</summary>
    public static bool IsReplacement(ImmutableArray<LossSale> sales, string symbol, DateTimeOffset at)
    {
        foreach (var sale in sales)
        {
            if (sale.Symbol == symbol && at - sale.At <= Window)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The sales still worth remembering, with a new one; of a symbol only its last.</summary>
    public static ImmutableArray<LossSale> Remember(ImmutableArray<LossSale> sales, LossSale sale) =>
        sales.RemoveAll(other => other.Symbol == sale.Symbol || sale.At - other.At > Window).Add(sale);
}
