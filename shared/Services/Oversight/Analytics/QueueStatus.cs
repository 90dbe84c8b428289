namespace AgentTrader.Services.Oversight.Analytics;

/// <summary>What waits for people now.</summary>
/// <param name="Pending">Requests.</param>
/// <param name="Escalated">Of these, how many are with the next approvers already.</param>
/// <param name="ExpiringSoon">Of these, how many expire within two minutes.</param>
/// <param name="Value">Dollars that the waiting trades are worth.</param>
/// <param name="OldestAge">Seconds that the oldest has waited; null when none waits.</param>
/// <param name="NextExpiry">When the first of them expires; null when none waits.</param>
public sealed record QueueStatus(
    int Pending,
    int Escalated,
    int ExpiringSoon,
    decimal Value,
    double? OldestAge,
    DateTimeOffset? NextExpiry
);
