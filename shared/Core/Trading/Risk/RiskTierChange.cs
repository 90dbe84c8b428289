namespace AgentTrader.Core.Trading.Risk;

/// <summary>A move of the risk tier with the figures that led to it (document 5, requirement 5.6).</summary>
public sealed record RiskTierChange(RiskTier From, RiskTier To, RiskTierMetrics Metrics);
