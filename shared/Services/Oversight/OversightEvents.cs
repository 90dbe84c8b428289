using System.Text.Json;
using AgentTrader.Services.Notifications;

namespace AgentTrader.Services.Oversight;

/// <summary>What the world hears of an approval request: the request itself, as it stands after the change.</summary>
internal static class OversightEvents
{
    /// <param name="type">One of <see cref="EventTypes"/>; a request has at most one event of a type, or of a type and note.</param>
    /// <param name="request">After the change.</param>
    /// <param name="actorId">The user who did it; null for the product itself.</param>
    /// <param name="at">Wall time.</param>
    /// <param name="part">Tells events of one type apart, such as a note's id.</param>
    public static AgentEvent Of(
        string type,
        OversightRequest request,
        string? actorId,
        DateTimeOffset at,
        string? part = null
    ) =>
        new(
            $"{request.RequestId}-{type}" + (part is null ? "" : $"-{part}"),
            type,
            request.AgentId,
            request.Message.OwnerId,
            actorId,
            request.RequestId,
            request.Message.CorrelationId,
            at,
            JsonSerializer.SerializeToElement(OversightRequestResponse.Of(request), ApiJson.Options)
        );
}
