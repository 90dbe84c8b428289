namespace AgentTrader.Services.Identity;

/// <summary>An answer as it went out, kept for the same request sent again.</summary>
public sealed record KeptAnswer(int Status, string? ContentType, byte[] Body, string? Location);
