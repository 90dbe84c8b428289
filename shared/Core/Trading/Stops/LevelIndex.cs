using System.Collections.Immutable;

namespace AgentTrader.Core.Trading.Stops;

/// <summary>
/// Positions by the prices, and by the moves of a price, at which something is to be done about them. To ask which a price has
/// reached costs a search and one step for each that it has, however many there are. Not safe for concurrent use.
/// </summary>
public sealed class LevelIndex
{
    private static readonly Comparer<WatchedPosition> ByFloor = Comparer<WatchedPosition>.Create(
        (a, b) => Compare(a.Floor, b.Floor, a, b)
    );

    private static readonly Comparer<WatchedPosition> ByCeiling = Comparer<WatchedPosition>.Create(
        (a, b) => Compare(a.Ceiling, b.Ceiling, a, b)
    );

    private static readonly Comparer<WatchedPosition> ByMove = Comparer<WatchedPosition>.Create(
        (a, b) => a.MovePct.CompareTo(b.MovePct) is var order && order != 0 ? order : ByAgent(a, b)
    );

    private readonly Dictionary<string, Levels> bySymbol = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImmutableArray<WatchedPosition>> byAgent = new(StringComparer.Ordinal);

    /// <summary>The symbols of all positions.</summary>
    public IReadOnlyCollection<string> Symbols => bySymbol.Keys;

    /// <summary>Takes an agent's positions in place of those it had.</summary>
    public void Put(string agentId, IEnumerable<WatchedPosition> positions)
    {
        var now = positions.ToImmutableArray();
        var before = byAgent.GetValueOrDefault(agentId, []);
        if (now.SequenceEqual(before))
        {
            return;
        }

        foreach (var position in before)
        {
            Remove(position);
        }

        foreach (var position in now)
        {
            if (!bySymbol.TryGetValue(position.Symbol, out var levels))
            {
                bySymbol[position.Symbol] = levels = new Levels(new(ByFloor), new(ByCeiling), new(ByMove));
            }

            levels.Floors.Add(position);
            levels.Ceilings.Add(position);
            levels.Moves.Add(position);
        }

        if (now.IsEmpty)
        {
            byAgent.Remove(agentId);
        }
        else
        {
            byAgent[agentId] = now;
        }
    }

    /// <summary>The positions in a symbol whose floor or ceiling a price has reached.</summary>
    public IReadOnlyList<WatchedPosition> Reached(string symbol, decimal price)
    {
        if (!bySymbol.TryGetValue(symbol, out var levels))
        {
            return [];
        }

        List<WatchedPosition> reached =
        [
            .. levels.Floors.Reverse().TakeWhile(each => each.Floor >= price),
            .. levels.Ceilings.TakeWhile(each => each.Ceiling <= price),
        ];
        return reached;
    }

    /// <summary>The positions in a symbol that a move of this size concerns.</summary>
    public IReadOnlyList<WatchedPosition> MovedBy(string symbol, double move) =>
        bySymbol.TryGetValue(symbol, out var levels) ? [.. levels.Moves.TakeWhile(each => each.MovePct < move)] : [];

    private void Remove(WatchedPosition position)
    {
        var levels = bySymbol[position.Symbol];
        levels.Floors.Remove(position);
        levels.Ceilings.Remove(position);
        levels.Moves.Remove(position);
        if (levels.Floors.Count == 0)
        {
            bySymbol.Remove(position.Symbol);
        }
    }

    private static int Compare(decimal first, decimal second, WatchedPosition a, WatchedPosition b)
    {
        var order = first.CompareTo(second);
        return order != 0 ? order : ByAgent(a, b);
    }

    /// <summary>An agent has one position in a symbol.</summary>
    private static int ByAgent(WatchedPosition a, WatchedPosition b) => string.CompareOrdinal(a.AgentId, b.AgentId);

    private sealed record Levels(
        SortedSet<WatchedPosition> Floors,
        SortedSet<WatchedPosition> Ceilings,
        SortedSet<WatchedPosition> Moves
    );
}
