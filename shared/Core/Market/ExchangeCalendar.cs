using NodaTime;

namespace AgentTrader.Core.Market;

/// <summary>
/// When the New York Stock Exchange trades: right for 1998 to 2035, and by the rules of today for the years around them
/// that the calendar also covers. An instant or date outside <see cref="FirstDay"/> to <see cref="LastDay"/> is an
/// <see cref="ArgumentOutOfRangeException"/>.
/// </summary>
public static class ExchangeCalendar
{
    private static readonly DateTimeZone NewYork = DateTimeZoneProviders.Tzdb["America/New_York"];

    /// <summary>In order; <see cref="Session.Index"/> is the place.</summary>
    private static readonly Session[] All = Build();

    /// <summary>For each day from <see cref="FirstDay"/> on, the first session on it or later.</summary>
    private static readonly int[] FirstFrom = IndexDays();

    public static DateOnly FirstDay => new(1990, 1, 1);

    public static DateOnly LastDay => new(2059, 12, 31);

    /// <summary>The first session, and the last: see <see cref="FirstDay"/> and <see cref="LastDay"/>.</summary>
    public static (Session First, Session Last) Range => (All[0], All[^1]);

    /// <summary>All sessions, to reckon with the time in which the exchange is open.</summary>
    public static SessionTimeline Timeline { get; } = new(All);

    /// <summary>The session with an index.</summary>
    public static Session SessionAt(int index) => All[index];

    /// <summary>The session of a New York date, or null when the exchange stays closed on it.</summary>
    public static Session? SessionOf(DateOnly date) =>
        SessionOnOrAfter(date) is var session && session.Date == date ? session : null;

    /// <summary>The first session on a date or later.</summary>
    public static Session SessionOnOrAfter(DateOnly date)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(date, FirstDay);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(date, All[^1].Date);
        return All[FirstFrom[date.DayNumber - FirstDay.DayNumber]];
    }

    /// <summary>The session that began last: the one an instant lies in, or the one before it.</summary>
    public static Session LastStarted(DateTimeOffset at)
    {
        var index = IndexOfLastStarted(at);
        ArgumentOutOfRangeException.ThrowIfNegative(index, nameof(at));
        return All[index];
    }

    public static bool IsOpen(DateTimeOffset at) =>
        IndexOfLastStarted(at) is >= 0 and var index && at < All[index].Close;

    /// <summary>The first opening after an instant.</summary>
    public static DateTimeOffset NextOpen(DateTimeOffset at)
    {
        var index = IndexOfLastStarted(at) + 1;
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, All.Length, nameof(at));
        return All[index].Open;
    }

    /// <summary>The last opening at or before an instant.</summary>
    public static DateTimeOffset PreviousOpen(DateTimeOffset at) => LastStarted(at).Open;

    /// <summary>The date in New York.</summary>
    public static DateOnly DateOf(DateTimeOffset at)
    {
        var date = Instant.FromDateTimeOffset(at).InZone(NewYork).Date;
        return new DateOnly(date.Year, date.Month, date.Day);
    }

    /// <summary>A time of day in New York as an instant.</summary>
    public static DateTimeOffset At(DateOnly date, TimeOnly time) =>
        new LocalDateTime(date.Year, date.Month, date.Day, time.Hour, time.Minute, time.Second)
            .InZoneLeniently(NewYork)
            .ToInstant()
            .ToDateTimeOffset();

    /// <summary>The session so many trading days after a date (before it, when negative); 0 is the first on or after it.</summary>
    public static Session AddTradingDays(DateOnly date, int days)
    {
        var from = SessionOnOrAfter(date);
        // From a closed day, the session just found is already one trading day ahead.
        var index = from.Index + days - (from.Date != date && days > 0 ? 1 : 0);
        ArgumentOutOfRangeException.ThrowIfNegative(index, nameof(days));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, All.Length, nameof(days));
        return All[index];
    }

    /// <summary>How many sessions lie in [from, to): 1 from a trading day to the next, negative when to is earlier.</summary>
    public static int TradingDaysBetween(DateOnly from, DateOnly to) =>
        SessionOnOrAfter(to).Index - SessionOnOrAfter(from).Index;

    private static int IndexOfLastStarted(DateTimeOffset at)
    {
        if (at < All[0].Open)
        {
            return -1;
        }

        // The New York date is the UTC date or the day before it; one step back from there finds the session.
        var day = Math.Min(DateOnly.FromDateTime(at.UtcDateTime).DayNumber - FirstDay.DayNumber, FirstFrom.Length - 1);
        var index = Math.Min(FirstFrom[day], All.Length - 1);
        while (All[index].Open > at)
        {
            index--;
        }

        return index;
    }

    private static Session[] Build()
    {
        var sessions = new List<Session>(18_000);
        for (var date = FirstDay; date <= LastDay; date = date.AddDays(1))
        {
            if (!ExchangeHolidays.IsClosed(date))
            {
                var close = ExchangeHolidays.IsHalfDay(date) ? new TimeOnly(13, 0) : new TimeOnly(16, 0);
                sessions.Add(new Session(sessions.Count, date, At(date, new TimeOnly(9, 30)), At(date, close)));
            }
        }

        return [.. sessions];
    }

    private static int[] IndexDays()
    {
        var first = new int[LastDay.DayNumber - FirstDay.DayNumber + 1];
        var index = 0;
        for (var day = 0; day < first.Length; day++)
        {
            while (index < All.Length && All[index].Date < FirstDay.AddDays(day))
            {
                index++;
            }

            first[day] = index;
        }

        return first;
    }
}
