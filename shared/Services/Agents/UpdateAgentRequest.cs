using AgentTrader.Core.Agents;

namespace AgentTrader.Services.Agents;

/// <summary>The body of <c>PATCH /agents/{agentId}</c>: what is absent stays as it is.</summary>
public sealed record UpdateAgentRequest(
    string? Name = null,
    Strategy? Strategy = null,
    decimal? InitialBudget = null,
    int? RiskTolerance = null,
    UpdateQuotaRequest? QuotaConfig = null,
    IReadOnlyList<string>? AssetPreferences = null,
    TradingHours? TradingHours = null,
    decimal? OversightThreshold = null
)
{
    public AgentSettings ApplyTo(AgentSettings settings) =>
        settings with
        {
            Name = Name?.Trim() ?? settings.Name,
            Strategy = Strategy ?? settings.Strategy,
            RiskTolerance = RiskTolerance ?? settings.RiskTolerance,
            AssetPreferences = AssetPreferences ?? settings.AssetPreferences,
            TradingHours = TradingHours ?? settings.TradingHours,
            QuotaConfig = new(
                QuotaConfig?.ApiCalls ?? settings.QuotaConfig.ApiCalls,
                QuotaConfig?.BudgetPerMonth ?? settings.QuotaConfig.BudgetPerMonth
            ),
            OversightThreshold = OversightThreshold ?? settings.OversightThreshold,
            Version = settings.Version + 1,
        };
}
