namespace AgentTrader.Core.Agents;

/// <summary>What a person configures about an agent. Each saved change makes the next <see cref="Version"/>.</summary>
public sealed record AgentSettings
{
    public required string Name { get; init; }

    public required Strategy Strategy { get; init; }

    /// <summary>1 (careful) to 10 (bold).</summary>
    public required int RiskTolerance { get; init; }

    /// <summary>The symbols the agent may trade; empty means every symbol of the market.</summary>
    public IReadOnlyList<string> AssetPreferences { get; init; } = [];

    public TradingHours TradingHours { get; init; } = new();

    public QuotaConfig QuotaConfig { get; init; } = new();

    /// <summary>A trade worth more than this many dollars waits for a person.</summary>
    public decimal OversightThreshold { get; init; } = 50_000m;

    /// <summary>Counts from 1.</summary>
    public int Version { get; init; } = 1;
}
