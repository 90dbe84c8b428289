using AgentTrader.Core.Trading;

namespace AgentTrader.Services.Trading.Control;

/// <summary>An agent's settings of the engine as they are stored and shown.</summary>
/// <param name="Version">Counts the changes; 0 are the defaults of document 5.</param>
/// <param name="ChangedAt">Wall time; null for version 0.</param>
/// <param name="ChangedBy">The user who made this version; null for version 0.</param>
/// <param name="Config">Every setting.</param>
public sealed record EngineConfigVersion(int Version, DateTimeOffset? ChangedAt, string? ChangedBy, EngineConfig Config)
{
    /// <summary>What holds until somebody changes a setting.</summary>
    public static EngineConfigVersion First { get; } = new(0, null, null, EngineConfig.Default);
}
