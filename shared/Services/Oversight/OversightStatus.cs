namespace AgentTrader.Services.Oversight;

/// <summary>Where an approval request stands; all but the first are final.</summary>
public enum OversightStatus
{
    Pending,
    Approved,
    Rejected,
    Expired,
}
