using System.Collections.Immutable;
using System.Runtime.InteropServices;
using AgentTrader.Core.Trading.Lots;

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
    /// <param name="lots">The lots.</param>
    /// <param name="before">What was held before they changed: what is still the same is taken over.</param>
    public static ImmutableArray<Position> Of(ImmutableArray<Lot> lots, ImmutableArray<Position> before)
    {
        var sums = new List<Sum>(before.Length + 1);
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

        var positions = ImmutableArray.CreateBuilder<Position>(sums.Count);
        var next = 0;
        foreach (var sum in sums)
        {
            while (next < before.Length && string.CompareOrdinal(before[next].Symbol, sum.Symbol) < 0)
            {
                next++;
            }

            positions.Add(next < before.Length && sum.Is(before[next]) ? before[next] : sum.ToPosition());
        }

        return positions.MoveToImmutable();
    }

    private readonly record struct Sum(string Symbol, long Quantity, decimal Cost, DateTimeOffset OpenedAt)
    {
        public bool Is(Position position) =>
            Symbol == position.Symbol
            && Quantity == position.Quantity
            && Cost == position.Cost
            && OpenedAt == position.OpenedAt;

        public Position ToPosition() => new(Symbol, Quantity, Cost, OpenedAt);
    }
}
