namespace AgentTrader.Services.Oversight;

/// <summary>Which approval requests to list; what is null does not matter.</summary>
/// <param name="From">Made at this instant or later.</param>
/// <param name="To">Made at this instant or earlier.</param>
public sealed record OversightFilter(
    OversightStatus? Status = null,
    string? AgentId = null,
    DateTimeOffset? From = null,
    DateTimeOffset? To = null
);
