using System.Text.Json;
using AgentTrader.Services.Identity;

namespace AgentTrader.Services.Audit;

/// <summary>One thing that somebody did, as the audit log keeps it.</summary>
public sealed record AuditEntry
{
    /// <summary>Names the entry; appending the same id again changes nothing. At most 100 characters of letters, digits, - and _.</summary>
    public required string EntryId { get; init; }

    /// <summary>When it was done, UTC.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>Null for what the system did by itself.</summary>
    public string? UserId { get; init; }

    /// <summary>What was done, such as <c>trade.execute</c>.</summary>
    public required string Action { get; init; }

    /// <summary>What kind of thing it was done to, such as <c>trade</c>.</summary>
    public required string ResourceType { get; init; }

    public required string ResourceId { get; init; }

    /// <summary>The client's address; null for what the system did by itself.</summary>
    public string? IpAddress { get; init; }

    public string? UserAgent { get; init; }

    public string? CorrelationId { get; init; }

    /// <summary>Whatever belongs to the action; no secrets.</summary>
    public JsonElement? Details { get; init; }

    /// <summary>What a caller did, with its value.</summary>
    /// <param name="caller">Who, and from where.</param>
    /// <param name="entryId">Derived from the operation, so that it is kept once.</param>
    /// <param name="action">What was done, such as <c>trade.execute</c>.</param>
    /// <param name="resourceType">What kind of thing it was done to.</param>
    /// <param name="resourceId">Which one.</param>
    /// <param name="details">Written as the API writes it; no secrets.</param>
    public static AuditEntry Of<T>(
        Caller caller,
        string entryId,
        string action,
        string resourceType,
        string resourceId,
        T details
    ) =>
        new()
        {
            EntryId = entryId,
            Timestamp = caller.Operation.At,
            UserId = caller.UserId,
            Action = action,
            ResourceType = resourceType,
            ResourceId = resourceId,
            IpAddress = caller.Origin.Address,
            UserAgent = caller.Origin.UserAgent,
            CorrelationId = caller.Origin.CorrelationId,
            Details = DetailsOf(details),
        };

    /// <summary>Makes <see cref="Details"/> of a value, written as the API writes it.</summary>
    public static JsonElement DetailsOf<T>(T value) => JsonSerializer.SerializeToElement(value, ApiJson.Options);
}
