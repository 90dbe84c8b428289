using AgentTrader.Core.Market;
using static AgentTrader.Core.InvariantText;

namespace AgentTrader.Core.Trading.Steps;

/// <summary>How positions and sectors are brought back within their limits (document 5, requirement 8).</summary>
internal ref partial struct EngineStep
{
    /// <summary>Once a week, or as often as is configured, in its first session, sells what exceeds the tier's limits.</summary>
    public void Rebalance()
    {
        if (
            !Config.RebalanceInterval.BeginsWith(Session)
            || Book.Engine.RebalancedOn == Session.Date
            || !IsTimeToChoose
        )
        {
            return;
        }

        Remember(Book.Engine with { RebalancedOn = Session.Date });
        Span<long> sold = stackalloc long[viewOf.Length];
        for (var i = 0; i < viewOf.Length; i++)
        {
            // What is on its way out counts for nothing any more.
            sold[i] = IsLeaving(i)
                ? Book.Positions[i].Quantity
                : SharesFor(i, ValueOf(i) - (ActivePool * (decimal)Parameters.MaxPositionPct), 0);
        }

        var seen = 0;
        for (var i = 0; i < viewOf.Length; i++)
        {
            var sector = Universe.SectorOf(Book.Positions[i].Symbol);
            var bit = 1 << Universe.SectorIndexOf(sector);
            if ((seen & bit) == 0)
            {
                seen |= bit;
                TrimSector(sector, sold);
            }
        }

        for (var i = 0; i < viewOf.Length; i++)
        {
            if (sold[i] > 0 && !IsLeaving(i) && !IsAvoided(Book.Positions[i].Symbol, TradeAction.Sell))
            {
                Trim(i, sold[i]);
            }
        }
    }

    /// <summary>Sells the sector's positions, the least confident first, until the rest of it is within its limit.</summary>
    private readonly void TrimSector(string sector, Span<long> sold)
    {
        var excess = -ActivePool * (decimal)Parameters.MaxSectorPct;
        for (var i = 0; i < viewOf.Length; i++)
        {
            if (Universe.SectorOf(Book.Positions[i].Symbol) == sector)
            {
                excess += ValueOf(i) * (Book.Positions[i].Quantity - sold[i]) / Book.Positions[i].Quantity;
            }
        }

        while (excess > 0 && Weakest(sector, sold) is >= 0 and var weakest)
        {
            var quantity = SharesFor(weakest, excess, sold[weakest]);
            sold[weakest] += quantity;
            excess -= BidOf(weakest) * quantity;
        }
    }

    private readonly int Weakest(string sector, ReadOnlySpan<long> sold)
    {
        var (weakest, confidence) = (-1, double.PositiveInfinity);
        for (var i = 0; i < viewOf.Length; i++)
        {
            var position = Book.Positions[i];
            if (
                sold[i] < position.Quantity
                && BidOf(i) > 0
                && Universe.SectorOf(position.Symbol) == sector
                && Book.StopOf(position.Symbol) is { } stop
                && stop.Confidence < confidence
            )
            {
                (weakest, confidence) = (i, stop.Confidence);
            }
        }

        return weakest;
    }

    /// <summary>So many shares make up an excess in dollars, whole ones upwards; at most what is still held.</summary>
    private readonly long SharesFor(int position, decimal excess, long sold)
    {
        var bid = BidOf(position);
        return excess > 0 && bid > 0
            ? (long)Math.Min(decimal.Ceiling(excess / bid), Book.Positions[position].Quantity - sold)
            : 0;
    }

    private readonly bool IsLeaving(int position) =>
        Book.StopOf(Book.Positions[position].Symbol) is not { } stop
        || !IsDue(stop)
        || IsOrdered(Book.Positions[position].Symbol);

    private void Trim(int position, long quantity)
    {
        var held = Book.Positions[position];
        var stop = Book.StopOf(held.Symbol)!;
        var sentence = Text(
            IsTold,
            $"Sell {quantity:N0} of {held.Quantity:N0} {held.Symbol} at about {BidOf(position):0.00##}: the position or its sector {Universe.SectorOf(held.Symbol)} has outgrown its part of the active pool of {ActivePool:N2}, at most {Parameters.MaxPositionPct:0%} and {Parameters.MaxSectorPct:0%}."
        );
        CancelPlan(held.Symbol, "the position or its sector has outgrown its limit");
        Sell(position, quantity, DecisionTrigger.Rebalance, stop.Confidence, stop.Kind, sentence);
        Tell(EngineEventKind.Rebalanced, sentence);
    }
}
