using Microsoft.DurableTask;

namespace AgentTrader.Emulator.Durable;

/// <summary>Failures as they are stored: one level, and no longer than they are useful.</summary>
internal static class Failures
{
    private const int LongestText = 8_000;

    /// <summary>An activity's or an orchestrator's exception. Of what is inside it only a failed task's own failure crosses.</summary>
    public static TaskFailureDetails From(Exception error) =>
        new(
            error.GetType().ToString(),
            Shortened(error.Message)!,
            Shortened(error.StackTrace),
            (error as TaskFailedException)?.FailureDetails,
            null
        );

    /// <summary>A failure that no exception stands behind, such as a function that does not exist.</summary>
    public static TaskFailureDetails Of(string message) => new("(unknown)", message, null, null, null);

    private static string? Shortened(string? text) =>
        text is { Length: > LongestText } ? text[..LongestText] + "…" : text;
}
