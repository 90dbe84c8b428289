using AgentTrader.Services.Storage;

namespace AgentTrader.Services.Oversight.Slack;

/// <summary>Something that somebody did in Slack, on its way through the queue <c>slack-actions</c>.</summary>
/// <param name="Id">Tells this request of Slack's from every other.</param>
/// <param name="Kind">What was done.</param>
/// <param name="SlackUserId">Who did it, as Slack names people.</param>
/// <param name="ChannelId">Where, for a private answer.</param>
/// <param name="ResponseUrl">Where a command is answered.</param>
/// <param name="RequestId">The approval request; null for a command.</param>
/// <param name="Quantity">Shares to approve.</param>
/// <param name="Text">A reason, a question, or what followed the command.</param>
/// <param name="Command">Such as <c>/pending</c>.</param>
/// <param name="CorrelationId">The HTTP request that brought it.</param>
/// <param name="At">When it came.</param>
public sealed record SlackAction(
    string Id,
    SlackActionKind Kind,
    string SlackUserId,
    string ChannelId,
    string? ResponseUrl,
    string? RequestId,
    long? Quantity,
    string? Text,
    string? Command,
    string CorrelationId,
    DateTimeOffset At
) : IQueueMessage
{
    public string? Fault() => Names.IsNameOrNone(RequestId) ? null : "it names no request.";
}
