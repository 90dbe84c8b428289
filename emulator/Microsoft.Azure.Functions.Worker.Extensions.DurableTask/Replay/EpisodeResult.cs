using Microsoft.DurableTask;

namespace AgentTrader.Emulator.Durable;

/// <summary>What one run of an orchestrator came to.</summary>
/// <param name="Actions">What it asked for anew, in the order of the task numbers.</param>
/// <param name="CustomStatus">JSON; null when none is set.</param>
/// <param name="Suspended">It is held.</param>
internal sealed record EpisodeResult(IReadOnlyList<OrchestratorAction> Actions, string? CustomStatus, bool Suspended)
{
    /// <summary>It returned or failed: nothing is left to wait for.</summary>
    public bool Completed { get; init; }

    /// <summary>Its result, JSON.</summary>
    public string? Output { get; init; }

    /// <summary>It failed.</summary>
    public TaskFailureDetails? Failure { get; init; }

    /// <summary>It is to start over with this; set with <see cref="Completed"/>.</summary>
    public NextExecution? Next { get; init; }
}
