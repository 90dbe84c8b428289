namespace AgentTrader.Core.Market;

/// <summary>Something that moves the whole market (document 5, requirement 7).</summary>
/// <param name="EventId">Prefix <c>evt</c>.</param>
/// <param name="Severity">From high on, agents tighten their stops while it lasts.</param>
/// <param name="Title">What happened, in words.</param>
/// <param name="StartsAt">Market time.</param>
/// <param name="EndsAt">Market time, by the duration that was estimated.</param>
public sealed record MacroEvent(
    string EventId,
    MacroSeverity Severity,
    string Title,
    DateTimeOffset StartsAt,
    DateTimeOffset EndsAt
)
{
    /// <summary>Whether agents heed it at an instant of the market (requirements 7.1, 7.2 and 7.4).</summary>
    public bool IsSevereAt(DateTimeOffset at) => Severity >= MacroSeverity.High && StartsAt <= at && at < EndsAt;
}
