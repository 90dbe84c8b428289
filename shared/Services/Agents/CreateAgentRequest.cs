using AgentTrader.Core.Agents;

namespace AgentTrader.Services.Agents;

/// <summary>The body of <c>POST /agents</c> (spec/1 section 5.1).</summary>
public sealed record CreateAgentRequest(
    string Name,
    Strategy Strategy,
    decimal InitialBudget,
    int RiskTolerance,
    QuotaConfig? QuotaConfig = null,
    IReadOnlyList<string>? AssetPreferences = null,
    TradingHours? TradingHours = null,
    decimal? OversightThreshold = null
)
{
    public AgentSettings ToSettings()
    {
        var settings = new AgentSettings
        {
            Name = Name.Trim(),
            Strategy = Strategy,
            RiskTolerance = RiskTolerance,
            AssetPreferences = AssetPreferences ?? [],
            TradingHours = TradingHours ?? new(),
            QuotaConfig = QuotaConfig ?? new(),
        };
        return OversightThreshold is { } threshold ? settings with { OversightThreshold = threshold } : settings;
    }
}
