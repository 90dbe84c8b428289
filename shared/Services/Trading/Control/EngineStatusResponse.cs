using AgentTrader.Core.Agents;
using AgentTrader.Core.Trading.Risk;

namespace AgentTrader.Services.Trading.Control;

/// <summary>How an agent's engine stands (document 5, requirement 16); dollars, instants of the market.</summary>
/// <param name="Enabled">Whether the agent's configuration lets the engine trade.</param>
/// <param name="Paused">Whether an administrator keeps all engines from deciding.</param>
/// <param name="KillSwitch">Whether an administrator keeps everybody from trading.</param>
/// <param name="Status">The engine decides for an active agent only.</param>
/// <param name="PendingApprovalTradeId">The trade that waits for a person; nothing else trades meanwhile.</param>
/// <param name="RiskTierIsManual">A person chose the tier, not the engine.</param>
/// <param name="ActivePool">Cash and positions without the reserve pool.</param>
/// <param name="PortfolioHeat">The loss if every stop is hit.</param>
/// <param name="LastDecision">When the engine last decided; null before its first decision.</param>
public sealed record EngineStatusResponse(
    bool Enabled,
    bool Paused,
    bool KillSwitch,
    AgentStatus Status,
    string? PendingApprovalTradeId,
    RiskTier RiskTier,
    bool RiskTierIsManual,
    IReadOnlyList<BreakerResponse> CircuitBreakers,
    decimal ActivePool,
    decimal ReservePool,
    decimal PortfolioHeat,
    int OpenPositions,
    int MicroTradesToday,
    DateTimeOffset? LastDecision,
    int ConfigVersion,
    DateTimeOffset MarketTime
);
