using AgentTrader.Core.Agents;

namespace AgentTrader.Services.Agents;

/// <summary>Who an agent is and how it is configured; what it owns and may do is its book.</summary>
public sealed record AgentRecord(
    string AgentId,
    string OwnerId,
    AgentSettings Settings,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    DateTimeOffset? DeletedAt = null
);
