using AgentTrader.Services.Notifications;
using AgentTrader.Services.Storage;

namespace AgentTrader.Services.Oversight.Notices;

/// <summary>Something happened to an approval request, or to its trade afterwards: those who decide are to be told.</summary>
/// <param name="Id">The event's, so that nothing is said twice.</param>
/// <param name="Type">One of <see cref="EventTypes"/>.</param>
/// <param name="RequestId">The request.</param>
/// <param name="Sentence">What became of the trade; null for what the request itself says.</param>
public sealed record ApprovalNotice(string Id, string Type, string RequestId, string? Sentence) : IQueueMessage
{
    public string? Fault() => Names.IsName(Id) && Names.IsName(RequestId) ? null : "it names no request.";

    /// <summary>The promise to tell of an event of a request.</summary>
    public static OutboxMessage Of(AgentEvent told) => Promise(told, told.ResourceId, null);

    /// <summary>The promise to tell how the trade of a request ended.</summary>
    public static OutboxMessage Of(AgentEvent told, string requestId, string sentence) =>
        Promise(told, requestId, sentence);

    private static OutboxMessage Promise(AgentEvent told, string requestId, string? sentence) =>
        new(
            told.Id + "-notice",
            QueueNames.ApprovalNotices,
            QueueMessages.Write(new ApprovalNotice(told.Id, told.Type, requestId, sentence))
        );
}
