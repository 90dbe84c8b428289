using AgentTrader.Core.Agents;

namespace AgentTrader.Core.Trading;

/// <summary>Which trades the book takes.</summary>
public sealed partial record Book
{
    private string NotActiveSentence => $"The agent is {Word(Status)}: activate it before it trades.";

    private string ApprovalPendingSentence =>
        $"Trade {PendingApprovalTradeId} waits for an approval; until it is decided the agent buys nothing, and nobody is asked about another.";

    /// <summary>Whether the book would take the order at this price, or why not.</summary>
    /// <param name="order">What is wished.</param>
    /// <param name="price">Dollars a share, at most four decimals.</param>
    /// <param name="fees">Dollars, whole cents.</param>
    public BookRefusal? Check(Order order, decimal price, decimal fees)
    {
        ArgumentNullException.ThrowIfNull(order);
        return Check(order, order.Quantity, price, fees);
    }

    private BookRefusal? Check(Order order, long quantity, decimal price, decimal fees)
    {
        if (!InRange(quantity, price, fees))
        {
            return new(
                BookRefusalReason.InvalidOrder,
                $"A trade has 1 to {Order.MaxQuantity:N0} shares at a price above 0 and at most {Money.MaxPrice:N0}."
            );
        }

        if (order.Purpose != OrderPurpose.Liquidation || order.Action != TradeAction.Sell)
        {
            if (Status != AgentStatus.Active)
            {
                return new(BookRefusalReason.NotActive, NotActiveSentence);
            }

            // A sale only ever closes a position: it goes through while another trade waits.
            if (
                PendingApprovalTradeId is { } pending
                && (pending == order.TradeId ? order.ApprovedBy is null : order.Action == TradeAction.Buy)
            )
            {
                return new(BookRefusalReason.ApprovalPending, ApprovalPendingSentence);
            }
        }

        return order.Action == TradeAction.Buy
            ? CheckBuy(order, quantity, price, fees)
            : CheckSell(order, quantity, price, fees);
    }

    private BookRefusal? CheckBuy(Order order, long quantity, decimal price, decimal fees)
    {
        var total = Money.ToCents(price * quantity) + fees;
        if (total > AvailableCash)
        {
            return new(
                BookRefusalReason.InsufficientCash,
                $"Buying {quantity:N0} {order.Symbol} at {price:0.00##} costs {total:N2} with fees and {AvailableCash:N2} is available: buy fewer shares."
            );
        }

        if (Positions.Length == MaxPositions && PositionIn(order.Symbol) is null)
        {
            return new(
                BookRefusalReason.TooManyPositions,
                $"The agent holds {MaxPositions} positions, the most it may: close one first."
            );
        }

        if (Lots.Length == MaxLots)
        {
            return new(
                BookRefusalReason.TooManyLots,
                $"The agent holds {MaxLots:N0} lots, the most it may: sell some shares first."
            );
        }

        foreach (var lot in Lots)
        {
            if (lot.TradeId == order.TradeId)
            {
                return new(BookRefusalReason.Duplicate, $"Trade {order.TradeId} is in the book already.");
            }
        }

        return null;
    }

    private BookRefusal? CheckSell(Order order, long quantity, decimal price, decimal fees)
    {
        var held = PositionIn(order.Symbol)?.Quantity ?? 0;
        if (held < quantity)
        {
            return new(
                BookRefusalReason.NotEnoughShares,
                $"Selling {quantity:N0} {order.Symbol} needs as many shares and the agent holds {held:N0}: it does not sell short."
            );
        }

        // Only shares worth less than the fee can get here.
        return AvailableCash + Money.ToCents(price * quantity) < fees
            ? new(
                BookRefusalReason.InsufficientCash,
                $"The fee of {fees:N2} is more than the sale and the available cash of {AvailableCash:N2} pay for."
            )
            : null;
    }

    private static bool InRange(long quantity, decimal price, decimal fees) =>
        quantity is >= 1 and <= Order.MaxQuantity
        && price > 0
        && price <= Money.MaxPrice
        && Money.ToPrice(price) == price
        && fees >= 0
        && Money.IsWholeCents(fees);
}
