namespace AgentTrader.Core.Trading;

/// <summary>Why an order exists; it decides what may hold the order back.</summary>
public enum OrderPurpose
{
    /// <summary>A signal or a person asked for it: it obeys every check of the book.</summary>
    Signal,

    /// <summary>An agent is wound up: sells go through although the agent is paused, stopped or awaits an approval.</summary>
    Liquidation,
}
