namespace AgentTrader.Core.Market;

/// <summary>On which days companies report earnings (document 5, requirement 10). The days are announced long before.</summary>
public sealed class EarningsCalendar
{
    private readonly Dictionary<string, DateOnly[]> bySymbol;

    /// <param name="dates">Symbols with their days, in any order.</param>
    public EarningsCalendar(IEnumerable<(string Symbol, DateOnly Date)> dates) =>
        bySymbol = dates
            .GroupBy(each => each.Symbol, StringComparer.Ordinal)
            .ToDictionary(
                group => group.Key,
                group => group.Select(each => each.Date).Distinct().Order().ToArray(),
                StringComparer.Ordinal
            );

    /// <summary>No company's day is known.</summary>
    public static EarningsCalendar Empty { get; } = new([]);

    /// <summary>
    /// The synthetic market's: every listed company reports once a quarter, each two to six weeks after the quarter's end and
    /// always about as many days after it; funds report nothing.
    /// </summary>
    public static EarningsCalendar Synthetic { get; } = new(Universe.Symbols.SelectMany(SyntheticDates));

    /// <summary>This calendar and more days.</summary>
    public EarningsCalendar With(IReadOnlyCollection<EarningsDay> more)
    {
        ArgumentNullException.ThrowIfNull(more);
        return more.Count == 0
            ? this
            : new EarningsCalendar(
                bySymbol
                    .SelectMany(each => each.Value.Select(date => (each.Key, date)))
                    .Concat(more.Select(each => (each.Symbol, each.Date)))
            );
    }

    /// <summary>The day nearest to another, before it or after; null when none is known.</summary>
    public DateOnly? Nearest(string symbol, DateOnly day)
    {
        if (!bySymbol.TryGetValue(symbol, out var dates))
        {
            return null;
        }

        var place = Array.BinarySearch(dates, day);
        var next = place >= 0 ? place : ~place;
        if (next == dates.Length)
        {
            return dates[^1];
        }

        return next > 0 && day.DayNumber - dates[next - 1].DayNumber < dates[next].DayNumber - day.DayNumber
            ? dates[next - 1]
            : dates[next];
    }

    /// <summary>The first day that is not before another; null when none is known.</summary>
    public DateOnly? Next(string symbol, DateOnly day)
    {
        if (!bySymbol.TryGetValue(symbol, out var dates))
        {
            return null;
        }

        var place = Array.BinarySearch(dates, day);
        var next = place >= 0 ? place : ~place;
        return next < dates.Length ? dates[next] : null;
    }

    private static IEnumerable<(string Symbol, DateOnly Date)> SyntheticDates(string symbol)
    {
        if (Universe.SectorOf(symbol) == Universe.FundSector)
        {
            yield break;
        }

        // The same on every machine, as a string's own hash is not.
        var spread = symbol.Aggregate(0, (sum, letter) => ((sum * 31) + letter) % 28);
        for (
            var quarter = ExchangeCalendar.FirstDay;
            quarter < ExchangeCalendar.LastDay;
            quarter = quarter.AddMonths(3)
        )
        {
            yield return (symbol, ExchangeCalendar.SessionOnOrAfter(quarter.AddDays(14 + spread)).Date);
        }
    }
}
