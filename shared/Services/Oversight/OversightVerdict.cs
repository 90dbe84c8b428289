namespace AgentTrader.Services.Oversight;

/// <summary>What a person can say to a request.</summary>
public enum OversightVerdict
{
    /// <summary>Yes, to all of it or to fewer shares.</summary>
    Approved,
    Rejected,

    /// <summary>A question: nothing is decided, and the clock keeps running.</summary>
    InfoRequested,
}
