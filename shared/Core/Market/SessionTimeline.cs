namespace AgentTrader.Core.Market;

/// <summary>Sessions as one line of open time, in which the time between them does not exist.</summary>
public sealed class SessionTimeline
{
    private readonly Session[] sessions;

    /// <summary>Of each session the ticks of open market before it, so that open time is counted without a loop.</summary>
    private readonly long[] ticksBefore;

    /// <param name="sessions">At least one, in order.</param>
    public SessionTimeline(IEnumerable<Session> sessions)
    {
        this.sessions = [.. sessions];
        ArgumentOutOfRangeException.ThrowIfZero(this.sessions.Length, nameof(sessions));
        ticksBefore = new long[this.sessions.Length + 1];
        for (var i = 0; i < this.sessions.Length; i++)
        {
            ticksBefore[i + 1] = ticksBefore[i] + this.sessions[i].Length.Ticks;
        }
    }

    public Session First => sessions[0];

    public Session Last => sessions[^1];

    /// <summary>
    /// The instant that lies so much open time after another; one that is outside the sessions counts as the next opening.
    /// Past the last session it is that session's close.
    /// </summary>
    /// <param name="at">From here on.</param>
    /// <param name="open">Open time, not negative.</param>
    public DateTimeOffset Add(DateTimeOffset at, TimeSpan open)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(open, TimeSpan.Zero);
        var ticks = TicksUntil(at);
        if (open.Ticks >= ticksBefore[^1] - ticks)
        {
            return Last.Close;
        }

        ticks += open.Ticks;
        var place = Array.BinarySearch(ticksBefore, ticks);
        var index = place >= 0 ? place : ~place - 1;
        return sessions[index].Open.AddTicks(ticks - ticksBefore[index]);
    }

    /// <summary>How much open time lies between two instants; negative when the second is earlier.</summary>
    public TimeSpan Between(DateTimeOffset from, DateTimeOffset to) =>
        TimeSpan.FromTicks(TicksUntil(to) - TicksUntil(from));

    private long TicksUntil(DateTimeOffset at)
    {
        var (low, high) = (0, sessions.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (sessions[middle].Open <= at)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low == 0
            ? 0
            : ticksBefore[low - 1] + Math.Min((at - sessions[low - 1].Open).Ticks, sessions[low - 1].Length.Ticks);
    }
}
