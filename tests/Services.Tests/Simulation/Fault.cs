namespace AgentTrader.Services.Tests.Simulation;

/// <summary>What becomes of one call to storage.</summary>
internal enum Fault
{
    None,

    /// <summary>It fails and nothing was changed.</summary>
    Before,

    /// <summary>It was done, and the caller is told that it failed.</summary>
    After,

    /// <summary>It was done, its answer was lost, and the client sent it again: the caller sees what the second try found.</summary>
    Twice,
}
