namespace AgentTrader.Core.Market;

/// <summary>How much a macro event matters.</summary>
public enum MacroSeverity
{
    Low,
    Medium,
    High,
    Critical,
}
