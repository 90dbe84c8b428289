namespace AgentTrader.Services.Oversight;

/// <summary>What a person can say to a request.</summary>
public enum OversightVerdict
{
    Approved,
    Rejected,
}
