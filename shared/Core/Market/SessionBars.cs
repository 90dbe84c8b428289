namespace AgentTrader.Core.Market;

/// <summary>How sessions are cut into bars: from the opening on, the last one ending with the session.</summary>
public static class SessionBars
{
    /// <summary>The span of the bar that holds an instant of a session.</summary>
    public static (DateTimeOffset Start, DateTimeOffset End) SpanAt(
        Session session,
        BarInterval interval,
        DateTimeOffset at
    )
    {
        if (interval == BarInterval.OneDay)
        {
            return (session.Open, session.Close);
        }

        var length = interval.Length();
        var start = session.Open + (length * Math.Floor((at - session.Open) / length));
        var end = start + length;
        return (start, end < session.Close ? end : session.Close);
    }

    /// <summary>The spans that lie wholly within [from, to], oldest first.</summary>
    public static IEnumerable<(Session Session, DateTimeOffset Start, DateTimeOffset End)> Spans(
        BarInterval interval,
        DateTimeOffset from,
        DateTimeOffset to
    )
    {
        var (first, last) = ExchangeCalendar.Range;
        var session = from <= first.Open ? first : ExchangeCalendar.LastStarted(from);
        while (true)
        {
            var start = session.Open;
            while (start < session.Close)
            {
                var span = SpanAt(session, interval, start);
                if (span.End > to)
                {
                    yield break;
                }

                if (span.Start >= from)
                {
                    yield return (session, span.Start, span.End);
                }

                start = span.End;
            }

            if (session.Index == last.Index)
            {
                yield break;
            }

            session = ExchangeCalendar.SessionAt(session.Index + 1);
        }
    }
}
