namespace AgentTrader.Core.Agents;

/// <summary>
/// Active trades; Paused keeps its positions and waits; Stopped is wound up for good; Error waits for a person.
/// </summary>
public enum AgentStatus
{
    Active,
    Paused,
    Stopped,
    Error,
}
