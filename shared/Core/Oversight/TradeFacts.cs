using AgentTrader.Core.Trading;

namespace AgentTrader.Core.Oversight;

/// <summary>What the triggers look at, as it was when a trade was about to be made.</summary>
/// <param name="Symbol">The symbol.</param>
/// <param name="Action">Buy or sell.</param>
/// <param name="Value">Dollars without fees; of an entry in several steps all of them.</param>
/// <param name="Concentration">The symbol's percent of the portfolio after the trade, two decimals.</param>
/// <param name="Volatility">The last bars' range in times of the usual (<see cref="UnusualRange"/>); null when it is not known.</param>
/// <param name="Confidence">The engine's, 0 to 1; null when a person asked.</param>
/// <param name="FirstTrade">Whether the agent has never held the symbol.</param>
/// <param name="EntryShares">Of a step of an entry, how many shares all its steps buy; null for a trade of its own.</param>
public sealed record TradeFacts(
    string Symbol,
    TradeAction Action,
    decimal Value,
    decimal Concentration,
    double? Volatility,
    double? Confidence,
    bool FirstTrade,
    long? EntryShares = null
)
{
    /// <summary>Whether oversight looks at an order at all.</summary>
    /// <remarks>
    /// Manual trades bypass it and are marked (document 1, FR-007), approved orders have been looked at. A stop or another
    /// protection, and the sales of an agent that is wound up, must not wait for anybody.
    /// </remarks>
    public static bool Concern(Order order)
    {
        ArgumentNullException.ThrowIfNull(order);
        return !order.Manual
            && !order.Protective
            && order.Purpose != OrderPurpose.Liquidation
            && order.ApprovedBy is null;
    }

    /// <param name="order">What is wished.</param>
    /// <param name="book">Before the trade.</param>
    /// <param name="price">Dollars a share now.</param>
    /// <param name="priceOf">The prices of what is held.</param>
    /// <param name="volatility">See <see cref="UnusualRange"/>.</param>
    public static TradeFacts Of(
        Order order,
        Book book,
        decimal price,
        Func<string, decimal?> priceOf,
        double? volatility
    )
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(book);
        // Else an entry in steps would pass below a bound that it passes as a whole.
        var quantity = Math.Max(order.Quantity, order.PlannedQuantity ?? 0);
        var held = book.PositionIn(order.Symbol)?.Quantity ?? 0;
        var after = order.Action == TradeAction.Buy ? held + quantity : Math.Max(held - quantity, 0);
        var total = book.ValueAt(priceOf);
        return new(
            order.Symbol,
            order.Action,
            Money.ToCents(price * quantity),
            total > 0 ? decimal.Round(Math.Min(100 * price * after / total, 999), 2) : 0,
            volatility,
            order.Confidence,
            !book.HasHeld(order.Symbol),
            quantity > order.Quantity ? quantity : null
        );
    }
}
