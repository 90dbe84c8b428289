namespace AgentTrader.Core.Trading;

/// <summary>What people are told about, beside trades and decisions.</summary>
public enum EngineEventKind
{
    BreakerTripped,
    BreakerReset,
    TierChanged,
    ReserveReleased,
    Rebalanced,
    EarningsNear,
    EntryCancelled,

    /// <summary>A sale won or lost much of the active pool at once (requirement 19.2).</summary>
    LargeResult,
}
