using System.Collections.Immutable;

namespace AgentTrader.Core.Trading;

/// <summary>All shares of one symbol: the sum of its open lots.</summary>
/// <param name="Symbol">What is held.</param>
/// <param name="Quantity">Shares.</param>
/// <param name="Cost">Dollars paid, without fees.</param>
/// <param name="OpenedAt">Market time of the oldest open lot.</param>
public sealed record Position(string Symbol, long Quantity, decimal Cost, DateTimeOffset OpenedAt)
{
    /// <summary>Dollars a share, four decimals: for showing, never for reckoning.</summary>
    public decimal AverageCost => Money.ToPrice(Cost / Quantity);

    /// <summary>The positions that lots make up, by symbol in ordinal order.</summary>
    public static ImmutableArray<Position> Of(ImmutableArray<Lot> lots)
    {
        var positions = ImmutableArray.CreateBuilder<Position>();
        foreach (var lot in lots)
        {
            var place = 0;
            while (place < positions.Count && string.CompareOrdinal(positions[place].Symbol, lot.Symbol) < 0)
            {
                place++;
            }

            if (place < positions.Count && positions[place] is var held && held.Symbol == lot.Symbol)
            {
                positions[place] = held with { Quantity = held.Quantity + lot.Quantity, Cost = held.Cost + lot.Cost };
            }
            else
            {
                positions.Insert(place, new Position(lot.Symbol, lot.Quantity, lot.Cost, lot.AcquiredAt));
            }
        }

        return positions.DrainToImmutable();
    }
}
