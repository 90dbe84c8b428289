namespace AgentTrader.Core.Oversight;

/// <summary>A risk score in a word: low below 4, high from 7 on.</summary>
public enum PortfolioImpact
{
    Low,
    Medium,
    High,
}
