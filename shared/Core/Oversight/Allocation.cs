using AgentTrader.Core.Trading;

namespace AgentTrader.Core.Oversight;

/// <summary>What a portfolio is made of, and would be made of after a trade (document 1, FR-013).</summary>
public static class Allocation
{
    /// <summary>The positions by value, the largest first, and cash last.</summary>
    /// <param name="book">The portfolio.</param>
    /// <param name="priceOf">A symbol's price; null when there is none, and the position counts at its cost.</param>
    public static IReadOnlyList<AllocationSlice> Of(Book book, Func<string, decimal?> priceOf)
    {
        ArgumentNullException.ThrowIfNull(book);
        return Slices(Values(book, priceOf), book.Cash);
    }

    /// <summary>The same once an order is filled at a price.</summary>
    public static IReadOnlyList<AllocationSlice> After(
        Book book,
        Func<string, decimal?> priceOf,
        Order order,
        decimal price
    )
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(order);
        var values = Values(book, priceOf);
        var sign = order.Action == TradeAction.Buy ? 1 : -1;
        var value = sign * Money.ToCents(price * order.Quantity);
        values[order.Symbol] = Math.Max(values.GetValueOrDefault(order.Symbol) + value, 0);
        return Slices(values, book.Cash - value - Fees.For(order));
    }

    private static Dictionary<string, decimal> Values(Book book, Func<string, decimal?> priceOf) =>
        book.Positions.ToDictionary(
            position => position.Symbol,
            position =>
                priceOf(position.Symbol) is { } price ? Money.ToCents(price * position.Quantity) : position.Cost,
            StringComparer.Ordinal
        );

    private static IReadOnlyList<AllocationSlice> Slices(Dictionary<string, decimal> values, decimal cash)
    {
        var total = values.Values.Sum() + cash;
        return
        [
            .. values
                .Where(part => part.Value > 0)
                .OrderByDescending(part => part.Value)
                .ThenBy(part => part.Key, StringComparer.Ordinal)
                .Select(part => new AllocationSlice(part.Key, part.Value, Percent(part.Value, total))),
            new AllocationSlice(null, cash, Percent(cash, total)),
        ];
    }

    private static decimal Percent(decimal part, decimal whole) => whole > 0 ? decimal.Round(100 * part / whole, 2) : 0;
}
