namespace AgentTrader.Services.Trading.Control;

/// <summary>What an administrator allows all agents of the instance to do.</summary>
/// <param name="Paused">The engine decides nothing, stops included; people may trade (document 5, requirement 16.4).</param>
/// <param name="KillSwitch">Nothing is traded, by nobody (docs/architecture.md, invariant 3; document 4).</param>
/// <param name="Reason">Why the kill switch was turned on or off, if it was said.</param>
/// <param name="ChangedAt">Wall time of the last change; null before the first.</param>
/// <param name="ChangedBy">The user who made it.</param>
public sealed record TradingControl(
    bool Paused,
    bool KillSwitch,
    string? Reason,
    DateTimeOffset? ChangedAt,
    string? ChangedBy
)
{
    /// <summary>Whether the engine is to decide nothing.</summary>
    public bool IsEngineHalted => Paused || KillSwitch;

    public static TradingControl Free { get; } = new(false, false, null, null, null);
}
