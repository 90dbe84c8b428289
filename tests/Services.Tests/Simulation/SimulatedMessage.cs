namespace AgentTrader.Services.Tests.Simulation;

/// <summary>A message on a queue, or on the topic (<paramref name="Queue"/> is null).</summary>
internal sealed record SimulatedMessage(string? Queue, string Body)
{
    public DateTimeOffset VisibleAt { get; set; }

    /// <summary>How often it was delivered.</summary>
    public int Attempts { get; set; }
}
