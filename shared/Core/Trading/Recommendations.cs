using System.Collections.Immutable;

namespace AgentTrader.Core.Trading;

/// <summary>The recommendations there are, searched by symbol and instant, the same for every driver.</summary>
public sealed class Recommendations
{
    private readonly Dictionary<string, ImmutableArray<Recommendation>> bySymbol;

    /// <param name="all">In any order; those that nobody may act on are left out.</param>
    public Recommendations(IEnumerable<Recommendation> all) =>
        bySymbol = all.Where(each => each.IsActionable)
            .GroupBy(each => each.Symbol, StringComparer.Ordinal)
            .ToDictionary(
                group => group.Key,
                // Ids are made in order of time, so of two in one instant the later comes first too.
                group =>
                    group
                        .OrderByDescending(each => each.CreatedAt)
                        .ThenByDescending(each => each.RecommendationId, StringComparer.Ordinal)
                        .ToImmutableArray(),
                StringComparer.Ordinal
            );

    public static Recommendations None { get; } = new([]);

    /// <summary>The newest one about a symbol that counts at an instant; it takes the place of those before it.</summary>
    /// <param name="symbol">The symbol.</param>
    /// <param name="at">Market time.</param>
    /// <param name="ownerId">The owner of the agent that asks; null hears what is for everybody.</param>
    public Recommendation? Newest(string symbol, DateTimeOffset at, string? ownerId)
    {
        if (bySymbol.TryGetValue(symbol, out var found))
        {
            foreach (var each in found)
            {
                if (each.IsOpenAt(at) && (each.OwnerId is null || each.OwnerId == ownerId))
                {
                    return each;
                }
            }
        }

        return null;
    }
}
