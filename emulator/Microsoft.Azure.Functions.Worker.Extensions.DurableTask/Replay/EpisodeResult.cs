using Microsoft.DurableTask;

namespace AgentTrader.Emulator.Durable;

/// <summary>What one run of an orchestrator came to.</summary>
/// <param name="Actions">What it asked for anew, in the order of the task numbers.</param>
/// <param name="CustomStatus">JSON; null when none is set.</param>
/// <param name="Suspended">It is held.</param>
internal sealed record EpisodeResult(IReadOnlyList<OrchestratorAction> Actions, string? CustomStatus, bool Suspended)
{
    /// <summary>It returned, failed or was ended: nothing is left to wait for.</summary>
    public bool Completed { get; init; }

    /// <summary>It was ended from outside.</summary>
    public bool Terminated { get; init; }

    /// <summary>Its result, JSON, or the reason it was ended for; of a failure the text to show instead of the failure's own.</summary>
    public string? Output { get; init; }

    /// <summary>It failed.</summary>
    public TaskFailureDetails? Failure { get; init; }

    /// <summary>It is to start over with this; set with <see cref="Completed"/>.</summary>
    public NextExecution? Next { get; init; }

    public static EpisodeResult Ended(string? reason) =>
        new([], null, false)
        {
            Completed = true,
            Terminated = true,
            Output = reason,
        };

    /// <summary>No exception stands behind the failure, so the message alone is the output.</summary>
    public static EpisodeResult Failed(string message) =>
        new([], null, false)
        {
            Completed = true,
            Output = message,
            Failure = Failures.Of(message),
        };
}
