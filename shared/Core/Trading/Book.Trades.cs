using System.Collections.Immutable;
using AgentTrader.Core.Trading.Lots;

namespace AgentTrader.Core.Trading;

public sealed partial record Book
{
    /// <summary>
    /// Books a fill: all of its effects, or none. A part of a profit goes into the reserve pool at once (document 5,
    /// requirement 3.1), as far as the cash that is left holds it.
    /// </summary>
    /// <param name="order">What was wished.</param>
    /// <param name="fill">What happened.</param>
    /// <param name="config">For the part that goes into the reserve pool; by default the document's.</param>
    /// <exception cref="BookRefusedException">The book does not take it: see <see cref="Check(Order, decimal, decimal)"/>.</exception>
    public BookChange Apply(Order order, Fill fill, EngineConfig? config = null)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(fill);
        if (fill.TradeId != order.TradeId || fill.Quantity > order.Quantity)
        {
            throw new ArgumentException("The fill is not one of the order's.", nameof(fill));
        }

        if (Check(order, fill.Quantity, fill.Price, fill.Fees) is { } refusal)
        {
            throw new BookRefusedException(refusal);
        }

        var change = order.Action == TradeAction.Buy ? Bought(order, fill) : Sold(order, fill);
        change.Book.Assert();
        return Siphoned(change, (config ?? EngineConfig.Default).ReserveSiphonPct, fill.MarketTime);
    }

    private static BookChange Siphoned(BookChange change, decimal part, DateTimeOffset at)
    {
        var amount = Math.Min(Money.ToCents(change.RealizedPnL * part), change.Book.AvailableCash);
        if (amount <= 0)
        {
            return change;
        }

        var (book, entry) = change.Book.MoveReserve(ReserveTrigger.ProfitSiphon, amount, at);
        return change with { Book = book, Reserve = entry };
    }

    private BookChange Bought(Order order, Fill fill)
    {
        var replaced = TaxLots.ReplacedBy(Engine.LossSales, order.Symbol, fill.MarketTime);
        var lot = new Lot(
            order.TradeId,
            order.Symbol,
            fill.MarketTime,
            fill.Quantity,
            fill.Gross,
            replaced is not null,
            replaced?.Loss ?? 0
        );
        // A loss is moved on once.
        var remembered = replaced is { Loss: > 0 }
            ? Engine with
            {
                LossSales = Engine.LossSales.Replace(replaced, replaced with { Loss = 0 }),
            }
            : Engine;
        var book = this with
        {
            Cash = Cash - fill.Gross - fill.Fees,
            FeesPaid = FeesPaid + fill.Fees,
            Lots = Lots.Add(lot),
            Engine = Approved(remembered, order),
            Traded = HasHeld(order.Symbol)
                ? Traded
                : Traded.Insert(~Traded.BinarySearch(order.Symbol, StringComparer.Ordinal), order.Symbol),
            PendingApprovalTradeId = StillPending(order),
        };
        return new(book, []);
    }

    /// <summary>
    /// A yes to the first step of an entry is one to all of its steps, unless the approver agreed to fewer shares: then no more
    /// are bought.
    /// </summary>
    private static EngineState Approved(EngineState engine, Order order)
    {
        if (order.ApprovedBy is null || engine.Plans.IsEmpty)
        {
            return engine;
        }

        var index = 0;
        while (index < engine.Plans.Length && engine.Plans[index].DecisionId != order.DecisionId)
        {
            index++;
        }

        if (index == engine.Plans.Length)
        {
            return engine;
        }

        var plans =
            order.PlannedQuantity == order.Quantity
                ? engine.Plans.RemoveAt(index)
                : engine.Plans.SetItem(index, engine.Plans[index] with { ApprovedBy = order.ApprovedBy });
        return engine with { Plans = plans };
    }

    private BookChange Sold(Order order, Fill fill)
    {
        var remaining = ImmutableArray.CreateBuilder<Lot>(Lots.Length);
        var closed = ImmutableArray.CreateBuilder<ClosedLot>();
        var (quantity, proceeds) = (fill.Quantity, fill.Gross);
        foreach (var lot in Lots)
        {
            if (lot.Symbol != order.Symbol || quantity == 0)
            {
                remaining.Add(lot);
                continue;
            }

            // As with cost, the last part takes what is left of the proceeds, so that the parts add up to the cent.
            var part = Math.Min(quantity, lot.Quantity);
            var received = part == quantity ? proceeds : Money.ToCents(proceeds * part / quantity);
            var cost = lot.CostOf(part);
            closed.Add(
                new ClosedLot(
                    lot.TradeId,
                    order.TradeId,
                    lot.Symbol,
                    lot.AcquiredAt,
                    fill.MarketTime,
                    part,
                    cost,
                    received,
                    lot.WashedLossOf(part)
                )
            );
            quantity -= part;
            proceeds -= received;
            if (part < lot.Quantity)
            {
                remaining.Add(
                    lot with
                    {
                        Quantity = lot.Quantity - part,
                        Cost = lot.Cost - cost,
                        WashedLoss = lot.WashedLoss - lot.WashedLossOf(part),
                    }
                );
            }
        }

        var change = new BookChange(this, TaxLots.FlagWashSales(closed.ToImmutable(), remaining, fill.MarketTime));
        var book = this with
        {
            Cash = Cash + fill.Gross - fill.Fees,
            FeesPaid = FeesPaid + fill.Fees,
            RealizedPnL = RealizedPnL + change.RealizedPnL,
            Lots = remaining.ToImmutable(),
            Engine = Counted(change, order.Symbol, fill.MarketTime),
            PendingApprovalTradeId = StillPending(order),
        };
        return change with { Book = book.PositionIn(order.Symbol) is null ? book.WithoutStop(order.Symbol) : book };
    }

    /// <summary>What the engine remembers of a sale: whether it won, and a loss because of wash sales.</summary>
    private EngineState Counted(BookChange change, string symbol, DateTimeOffset at)
    {
        var profit = change.RealizedPnL;
        var counted = profit switch
        {
            > 0 => Engine with { Wins = Engine.Wins + 1 },
            < 0 => Engine with { Losses = Engine.Losses + 1 },
            _ => Engine,
        };
        var loss = TaxLots.LossOf(change.Closed);
        return profit < 0 || loss > 0
            ? counted with
            {
                LossSales = TaxLots.Remember(Engine.LossSales, new LossSale(symbol, at, loss)),
            }
            : counted;
    }

    private Book WithoutStop(string symbol) =>
        IndexOfStop(symbol) is >= 0 and var index ? this with { Stops = Stops.RemoveAt(index) } : this;

    private string? StillPending(Order order) =>
        PendingApprovalTradeId == order.TradeId ? null : PendingApprovalTradeId;
}
