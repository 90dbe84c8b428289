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
}
