namespace AgentTrader.Services.Agents;

/// <summary>How a transaction in an agent's partition ended.</summary>
public enum CommitOutcome
{
    Committed,

    /// <summary>The agent changed since it was read: read it again and decide anew. Nothing was written.</summary>
    Stale,

    /// <summary>A row that may exist once exists: this change was made before. Nothing was written.</summary>
    Duplicate,
}
