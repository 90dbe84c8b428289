namespace AgentTrader.Core.Trading;

/// <summary>Why the engine lets a signal pass.</summary>
public enum SkipReason
{
    /// <summary>The signal is weaker than the risk tier asks for.</summary>
    InsufficientConfidence,

    /// <summary>The agent's own trading hours are over, or have not begun.</summary>
    OutsideTradingHours,

    /// <summary>As many positions are open as the engine keeps.</summary>
    PositionLimit,

    /// <summary>The cash does not pay for one share.</summary>
    InsufficientFunds,

    /// <summary>The position would be smaller than one share.</summary>
    PositionTooSmall,

    /// <summary>The last price is too old, or there is none.</summary>
    NoPrice,

    /// <summary>The first or last minutes of the session, in which the engine does not trade.</summary>
    OutsideTradingWindow,

    /// <summary>The symbol lost too much lately.</summary>
    ReEntryBan,

    /// <summary>A person said no to it lately.</summary>
    Rejected,

    /// <summary>The active pool is below the least it may be.</summary>
    ActivePoolTooSmall,

    /// <summary>Most positions are falling.</summary>
    BroadDecline,

    /// <summary>Earnings are due at once.</summary>
    EarningsBlackout,

    /// <summary>If every stop were hit, the loss would be too large.</summary>
    PortfolioHeat,

    /// <summary>The symbol moves too much like what is held.</summary>
    Correlation,

    /// <summary>The sector takes as much of the portfolio as it may.</summary>
    SectorLimit,

    /// <summary>As many micro-trades as a day may have.</summary>
    MicroLimit,

    /// <summary>What the entry may win does not pay its fees.</summary>
    NotWorthItsFees,

    /// <summary>A circuit breaker is open.</summary>
    CircuitBreaker,

    /// <summary>A recommendation to buy what is held or being bought already.</summary>
    AlreadyHeld,

    /// <summary>A recommendation to sell what is not held: agents do not sell short.</summary>
    NoPosition,
}
