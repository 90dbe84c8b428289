using AgentTrader.Core.Oversight;

namespace AgentTrader.Services.Oversight;

/// <summary>An agent's rules of oversight as they are stored and shown.</summary>
/// <param name="Version">Counts the changes; 0 are the defaults.</param>
/// <param name="ChangedAt">Wall time; null for version 0.</param>
/// <param name="ChangedBy">The user who made this version; null for version 0.</param>
/// <param name="Rules">Every rule and setting.</param>
public sealed record OversightRulesVersion(
    int Version,
    DateTimeOffset? ChangedAt,
    string? ChangedBy,
    OversightRules Rules
)
{
    /// <summary>What holds until somebody changes a rule.</summary>
    public static OversightRulesVersion First { get; } = new(0, null, null, OversightRules.Default);
}
