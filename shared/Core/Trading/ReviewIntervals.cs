using AgentTrader.Core.Market;

namespace AgentTrader.Core.Trading;

/// <summary>Which sessions an interval begins and ends with.</summary>
internal static class ReviewIntervals
{
    /// <summary>Whether a session is the first of its day, week or month; of the calendar's first that is not known.</summary>
    public static bool BeginsWith(this ReviewInterval interval, Session session) =>
        session.Index > 0 && IsApart(interval, ExchangeCalendar.SessionAt(session.Index - 1).Date, session.Date);

    /// <summary>Whether a session is the last of its day, week or month.</summary>
    public static bool EndsWith(this ReviewInterval interval, Session session) =>
        session.Index == ExchangeCalendar.Range.Last.Index
        || IsApart(interval, session.Date, ExchangeCalendar.SessionAt(session.Index + 1).Date);

    /// <summary>Whether two sessions, one after the other, lie in different days, weeks or months.</summary>
    private static bool IsApart(ReviewInterval interval, DateOnly before, DateOnly after) =>
        interval switch
        {
            ReviewInterval.Daily => true,
            ReviewInterval.Weekly => before.DayOfWeek >= after.DayOfWeek,
            _ => before.Month != after.Month,
        };
}
