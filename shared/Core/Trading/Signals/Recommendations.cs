using System.Collections.Immutable;

namespace AgentTrader.Core.Trading.Signals;

/// <summary>The recommendations there are, searched by symbol and instant, the same for every driver.</summary>
public sealed class Recommendations
{
    private readonly Dictionary<string, ImmutableArray<Recommendation>> bySymbol;

    /// <summary>No recommendation lasts longer, so those made earlier need not be looked at.</summary>
    private readonly TimeSpan longest;

    /// <param name="all">In any order; those that nobody may act on are left out.</param>
    public Recommendations(IEnumerable<Recommendation> all)
    {
        var actionable = all.Where(each => each.IsActionable).ToList();
        longest = actionable.Select(each => each.ExpiresAt - each.CreatedAt).DefaultIfEmpty().Max();
        bySymbol = actionable
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
    }

    public static Recommendations None { get; } = new([]);

    /// <summary>The newest one about a symbol that counts at an instant; it takes the place of those before it.</summary>
    /// <param name="symbol">The symbol.</param>
    /// <param name="at">Market time.</param>
    /// <param name="ownerId">The owner of the agent that asks; null hears what is for everybody.</param>
    public Recommendation? Newest(string symbol, DateTimeOffset at, string? ownerId)
    {
        if (bySymbol.TryGetValue(symbol, out var found))
        {
            for (var i = FirstUntil(found, at); i < found.Length && at - found[i].CreatedAt <= longest; i++)
            {
                if (found[i].IsOpenAt(at) && (found[i].OwnerId is null || found[i].OwnerId == ownerId))
                {
                    return found[i];
                }
            }
        }

        return null;
    }

    /// <summary>The place of the newest one that was made at an instant or before.</summary>
    private static int FirstUntil(ImmutableArray<Recommendation> newestFirst, DateTimeOffset at)
    {
        var (low, high) = (0, newestFirst.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = newestFirst[middle].CreatedAt > at ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
