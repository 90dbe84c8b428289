namespace AgentTrader.Core.Market;

/// <summary>
/// How market time follows the wall clock when it is simulated: from an anchor on, so many times as fast, and through
/// sessions only. Nights, weekends and holidays pass in no time: a demo never shows a closed market, and at high speed no
/// cycle falls between two sessions.
/// </summary>
/// <param name="Wall">The anchor by the wall clock.</param>
/// <param name="Market">The same instant in the market.</param>
/// <param name="Speed">Market seconds that pass in a wall second, at least 1.</param>
public readonly record struct SimulatedTime(DateTimeOffset Wall, DateTimeOffset Market, int Speed)
{
    /// <summary>
    /// The market's instant at an instant of the wall clock. Before the anchor it stands at the anchor, after the last
    /// session at that session's close.
    /// </summary>
    public DateTimeOffset At(DateTimeOffset wall, SessionTimeline sessions)
    {
        ArgumentNullException.ThrowIfNull(sessions);
        var passed = wall > Wall ? wall - Wall : TimeSpan.Zero;
        // Bounded before it is multiplied: the product could overflow.
        return sessions.Add(Market, passed < TimeSpan.MaxValue / Speed ? passed * Speed : TimeSpan.MaxValue);
    }

    /// <summary>
    /// The wall clock's first instant at which it is an instant of the market or later; one outside the sessions counts as the
    /// next opening.
    /// </summary>
    public DateTimeOffset WallAt(DateTimeOffset market, SessionTimeline sessions)
    {
        ArgumentNullException.ThrowIfNull(sessions);
        var open = sessions.Between(Market, market);
        return Wall.AddTicks((open.Ticks + Speed - 1) / Speed);
    }
}
