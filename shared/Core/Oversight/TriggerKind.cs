namespace AgentTrader.Core.Oversight;

/// <summary>What a trigger looks at (document 1, FR-012).</summary>
public enum TriggerKind
{
    /// <summary>The trade is worth more than so many dollars; by default than the agent's oversight threshold.</summary>
    Value,

    /// <summary>After a buy the symbol is more than so many percent of the portfolio, 30 by default.</summary>
    Concentration,

    /// <summary>The last bars range more than so many times as far as is usual for the symbol, 2 by default.</summary>
    Volatility,

    /// <summary>The engine is less sure than this, 0 to 1, 0.6 by default.</summary>
    Confidence,

    /// <summary>The agent has never held the symbol.</summary>
    FirstTrade,

    /// <summary>Every one of several triggers.</summary>
    All,

    /// <summary>At least one of several triggers.</summary>
    Any,
}
