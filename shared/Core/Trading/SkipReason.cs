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
}
