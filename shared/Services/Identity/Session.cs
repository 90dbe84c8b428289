namespace AgentTrader.Services.Identity;

/// <summary>A login's tokens. The refresh token works once; each refresh gives the next.</summary>
public sealed record Session(string Token, string RefreshToken, User User);
