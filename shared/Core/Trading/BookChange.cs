using System.Collections.Immutable;

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
}
