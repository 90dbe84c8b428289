namespace AgentTrader.Services.Audit;

/// <summary>Which entries to list; what is null does not matter. From is inclusive, To exclusive.</summary>
public sealed record AuditFilter(
    string? UserId = null,
    string? Action = null,
    string? ResourceType = null,
    string? ResourceId = null,
    DateTimeOffset? From = null,
    DateTimeOffset? To = null
);
