namespace AgentTrader.Services.Oversight;

/// <summary>Somebody who may decide, with the name to show.</summary>
public sealed record Approver(string UserId, string Name);
