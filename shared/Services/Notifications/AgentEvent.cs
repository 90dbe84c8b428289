using System.Text.Json;
using System.Text.Json.Serialization;
using AgentTrader.Services.Audit;
using AgentTrader.Services.Storage;

namespace AgentTrader.Services.Notifications;

/// <summary>
/// Something that happened to an agent, told to the dashboard and the audit log (the message types and payloads of spec/1
/// section 5.4).
/// </summary>
/// <param name="Id">Derived from the change, so that a second delivery is recognised.</param>
/// <param name="Type">One of <see cref="EventTypes"/>.</param>
/// <param name="AgentId">The agent.</param>
/// <param name="OwnerId">The user who owns the agent: a trader hears of no other's.</param>
/// <param name="ActorId">The user who did it, or null for the agent itself.</param>
/// <param name="ResourceId">The trade, request or agent that changed.</param>
/// <param name="CorrelationId">The request or cycle that led here.</param>
/// <param name="Timestamp">Wall time.</param>
/// <param name="Data">The payload, in the API's names.</param>
public sealed record AgentEvent(
    string Id,
    string Type,
    string AgentId,
    string OwnerId,
    string? ActorId,
    string ResourceId,
    string? CorrelationId,
    DateTimeOffset Timestamp,
    JsonElement Data
) : IQueueMessage
{
    /// <summary>What the agent's portfolio is worth after it, told beside it as a <c>portfolio.update</c>; null where that is not known.</summary>
    public JsonElement? Portfolio { get; init; }

    /// <summary>Whether it is a deed or a change, which the audit log keeps.</summary>
    [JsonIgnore]
    public bool IsAudited => Type != EventTypes.PortfolioUpdated;

    public string? Fault() =>
        !Type.Contains('.', StringComparison.Ordinal) || !Names.IsName(Type) ? "it has no type."
        : Names.IsName(Id)
        && Names.IsName(AgentId)
        && Names.IsName(OwnerId)
        && Names.IsName(ResourceId)
        && Names.IsNameOrNone(ActorId)
        && Names.IsNameOrNone(CorrelationId)
            ? IsText(Data) && IsText(Portfolio) ? null
                : "its payload cannot be written down."
        : "it names somebody or something by a text that is no name.";

    /// <summary>The event as the audit log keeps it.</summary>
    public AuditEntry ToAuditEntry() =>
        new()
        {
            EntryId = Id.Replace('.', '-'),
            Timestamp = Timestamp,
            UserId = ActorId,
            Action = Type,
            ResourceType = Type[..Type.IndexOf('.', StringComparison.Ordinal)],
            ResourceId = ResourceId,
            CorrelationId = CorrelationId,
            Details = Data,
        };

    /// <summary>An element is read as it came; only writing it finds an escape that is half a character.</summary>
    private static bool IsText(JsonElement? element)
    {
        try
        {
            JsonSerializer.Serialize(element, StoredJson.Options);
            return true;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>The promise to tell it.</summary>
    public OutboxMessage ToOutbox() => new(Id, null, JsonSerializer.Serialize(this, StoredJson.Options));
}
