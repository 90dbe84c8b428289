namespace AgentTrader.Services.Tests.Simulation;

/// <summary>Something that a person or a timer wants of the host, and wants again when it fails.</summary>
internal sealed record Errand(Func<SimulatedHost, Task> Do)
{
    /// <summary>A person who gives up asks no more after a failure, and never learns what became of it.</summary>
    public bool GivesUp { get; init; }

    public DateTimeOffset NotBefore { get; set; }
}
