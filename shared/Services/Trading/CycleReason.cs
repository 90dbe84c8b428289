namespace AgentTrader.Services.Trading;

/// <summary>What woke an agent. The engine does whatever is due at that instant, so a wake-up lost or repeated changes nothing.</summary>
public enum CycleReason
{
    /// <summary>A market minute has passed.</summary>
    DecisionLoop,

    /// <summary>A severe macro event was reported (document 5, requirement 7.1).</summary>
    MacroEvent,

    /// <summary>A price has reached a position's stop or target (requirements 4.4 and 4.5).</summary>
    LevelReached,

    /// <summary>A price has moved far in a short time (requirement 7.3).</summary>
    PriceMove,

    /// <summary>The next part of an entry is due (requirement 11.3).</summary>
    Tranche,

    /// <summary>Nothing is decided; the portfolio's value is kept (requirement 14.1).</summary>
    Performance,

    /// <summary>The risk tier is judged by the session that is over, and its portfolio is kept (requirements 5.2 and 14.3).</summary>
    SessionEnd,
}
