namespace AgentTrader.Core.Trading.Risk;

/// <summary>How much risk the engine takes (document 5, requirement 5).</summary>
public enum RiskTier
{
    Conservative,
    Moderate,
    Aggressive,
}
