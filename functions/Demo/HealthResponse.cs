namespace AgentTrader.Functions.Demo;

/// <summary>"healthy" or "ready"; what is not is a problem.</summary>
public sealed record HealthResponse(string Status);
