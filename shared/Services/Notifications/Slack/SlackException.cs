namespace AgentTrader.Services.Notifications.Slack;

/// <summary>Slack did not do what it was asked to.</summary>
/// <param name="method">The Web API method, such as <c>chat.postMessage</c>.</param>
/// <param name="error">Slack's own word, such as <c>channel_not_found</c>; null when it did not answer at all.</param>
public sealed class SlackException(string method, string? error, Exception? inner = null)
    : Exception(error is null ? $"Slack does not answer {method}." : $"Slack refused {method}: {error}.", inner)
{
    public string? Error { get; } = error;
}
