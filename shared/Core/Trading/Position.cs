using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace AgentTrader.Core.Trading;

/// <summary>All shares of one symbol: the sum of its open lots.</summary>
/// <param name="Symbol">What is held.</param>
/// <param name="Quantity">Shares.</param>
/// <param name="Cost">Dollars paid, without fees.</param>
/// <param name="OpenedAt">Market time of the oldest open lot.</param>
public sealed record Position(string Symbol, long Quantity, decimal Cost, DateTimeOffset OpenedAt)
{
    public long Quantity { get; } = Quantity;

    public decimal Cost { get; } = Cost;

    /// <summary>Dollars a share, four decimals: for showing and for levels, never for reckoning. Each step asks for it.</summary>
    public decimal AverageCost { get; } = Quantity > 0 ? Money.ToPrice(Cost / Quantity) : 0;

    /// <summary>The positions that lots make up, by symbol in ordinal order.</summary>
    public static ImmutableArray<Position> Of(ImmutableArray<Lot> lots)
    {
        var sums = new List<Sum>();
        foreach (var lot in lots)
        {
            var place = 0;
            while (place < sums.Count && string.CompareOrdinal(sums[place].Symbol, lot.Symbol) < 0)
            {
                place++;
            }

            if (place == sums.Count || sums[place].Symbol != lot.Symbol)
            {
                sums.Insert(place, new Sum(lot.Symbol, 0, 0, lot.AcquiredAt));
            }

            ref var sum = ref CollectionsMarshal.AsSpan(sums)[place];
            sum = sum with { Quantity = sum.Quantity + lot.Quantity, Cost = sum.Cost + lot.Cost };
        }

        return [.. sums.Select(sum => new Position(sum.Symbol, sum.Quantity, sum.Cost, sum.OpenedAt))];
    }

    private readonly record struct Sum(string Symbol, long Quantity, decimal Cost, DateTimeOffset OpenedAt);
}
