namespace AgentTrader.Functions.Identity;

/// <summary>Names a login by its newest refresh token.</summary>
public sealed record RefreshRequest(string RefreshToken);
