namespace AgentTrader.Functions.Identity;

/// <summary>The six digits that the authenticator shows.</summary>
public sealed record TotpCodeRequest(string Code);
