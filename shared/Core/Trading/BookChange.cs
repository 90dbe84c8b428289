using System.Collections.Immutable;
using AgentTrader.Core.Trading.Lots;
using static AgentTrader.Core.InvariantText;

namespace AgentTrader.Core.Trading;

/// <summary>What a fill did to a book.</summary>
/// <param name="Book">The book afterwards.</param>
/// <param name="Reserve">What went into the reserve pool, or null.</param>
/// <param name="Closed">The parts of lots that a sell closed, oldest first; empty for a buy.</param>
public sealed record BookChange(Book Book, ImmutableArray<ClosedLot> Closed, ReserveEntry? Reserve = null)
{
    /// <summary>Dollars won or lost by this fill, before fees.</summary>
    public decimal RealizedPnL
    {
        get
        {
            var sum = 0m;
            foreach (var lot in Closed)
            {
                sum += lot.RealizedPnL;
            }

            return sum;
        }
    }

    /// <summary>What to tell at once of a sale that won or lost much (document 5, requirement 19.2); null for any other fill.</summary>
    /// <param name="activePool">Dollars of cash and positions without the reserve pool, before the fill.</param>
    /// <param name="part">The part of it, of 1, from which on a result is large.</param>
    /// <param name="at">Market time of the fill.</param>
    public EngineEvent? LargeResult(decimal activePool, decimal part, DateTimeOffset at)
    {
        if (Closed.IsEmpty || activePool <= 0 || Math.Abs(RealizedPnL) <= activePool * part)
        {
            return null;
        }

        var quantity = Closed.Sum(lot => lot.Quantity);
        var result = RealizedPnL > 0 ? "won" : "lost";
        return new(
            EngineEventKind.LargeResult,
            at,
            Text(
                $"The sale of {quantity:N0} {Closed[0].Symbol} {result} {Math.Abs(RealizedPnL):N2}, {Math.Abs(RealizedPnL) / activePool:0.0%} of the active pool of {activePool:N2}."
            )
        );
    }
}
