using AgentTrader.Core.Agents;
using AgentTrader.Services.Metering;
using AgentTrader.Services.Trading;

namespace AgentTrader.Services.Agents;

/// <summary>An agent as the API shows it (spec/1 section 5.1).</summary>
/// <param name="PendingApproval">The oversight request the agent waits for, or null.</param>
public sealed record AgentResponse(
    string AgentId,
    string Name,
    AgentStatus Status,
    string? Error,
    Strategy Strategy,
    int RiskTolerance,
    decimal InitialBudget,
    IReadOnlyList<string> AssetPreferences,
    TradingHours TradingHours,
    decimal OversightThreshold,
    string OwnerId,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    PortfolioSummary Portfolio,
    QuotaResponse QuotaConfig,
    string? PendingApproval
);
