using AgentTrader.Core.Trading.Risk;

namespace AgentTrader.Services.Trading.Control;

/// <summary>The body of <c>PUT /agents/{agentId}/trading/risk-tier</c>.</summary>
/// <param name="Tier">The tier to go by; null lets the engine choose again.</param>
public sealed record RiskTierRequest(RiskTier? Tier);
