namespace AgentTrader.Services.Trading;

/// <summary>What woke an agent. The engine does whatever is due at that instant, so a wake-up lost or repeated changes nothing.</summary>
public enum CycleReason
{
    /// <summary>A market minute has passed.</summary>
    DecisionLoop,

    /// <summary>A severe macro event was reported (document 5, requirement 7.1).</summary>
    MacroEvent,
}
