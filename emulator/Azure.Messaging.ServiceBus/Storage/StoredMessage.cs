using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Azure.Messaging.ServiceBus;

/// <summary>A message as it lies in storage, in JSON of ASCII characters only.</summary>
internal sealed record StoredMessage
{
    public const string DeadLetterReason = "DeadLetterReason";
    public const string DeadLetterErrorDescription = "DeadLetterErrorDescription";

    /// <summary>The property that carries the W3C traceparent of the sender.</summary>
    public const string TraceParent = "Diagnostic-Id";

    private static readonly JsonSerializerOptions Json = new()
    {
        RespectNullableAnnotations = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    };

    public byte[] Body { get; init; } = [];

    public string? MessageId { get; init; }

    public string? PartitionKey { get; init; }

    public string? SessionId { get; init; }

    public string? ReplyToSessionId { get; init; }

    public TimeSpan TimeToLive { get; init; } = TimeSpan.MaxValue;

    public string? CorrelationId { get; init; }

    public string? Subject { get; init; }

    public string? To { get; init; }

    public string? ContentType { get; init; }

    public string? ReplyTo { get; init; }

    public DateTimeOffset ScheduledEnqueueTime { get; init; }

    public Dictionary<string, string?> Properties { get; init; } = [];

    public long SequenceNumber { get; init; }

    public long EnqueuedSequenceNumber { get; init; }

    public DateTimeOffset EnqueuedTime { get; init; }

    public string? DeadLetterSource { get; init; }

    public ServiceBusMessageState State { get; init; }

    /// <summary>Deliveries before the message came to the storage queue that it is in now.</summary>
    public int EarlierDeliveries { get; init; }

    /// <summary>What <see cref="LargeMessages"/> knows this message by; null when the storage queue holds it itself.</summary>
    [JsonIgnore]
    public string? LargeName { get; init; }

    [JsonIgnore]
    public DateTimeOffset ExpiresAt =>
        TimeToLive < DateTimeOffset.MaxValue - EnqueuedTime ? EnqueuedTime + TimeToLive : DateTimeOffset.MaxValue;

    /// <summary>What the service keeps of a message that is sent at <paramref name="now"/>.</summary>
    public static StoredMessage From(ServiceBusMessage message, long sequenceNumber, DateTimeOffset now)
    {
        var properties = PropertyValues.Write(message.ApplicationProperties);
        if (Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } trace })
        {
            properties.TryAdd(TraceParent, PropertyValues.Write(trace));
        }

        return new StoredMessage
        {
            Body = message.Body.ToArray(),
            MessageId = message.MessageId ?? Guid.NewGuid().ToString("N"),
            PartitionKey = message.PartitionKey,
            SessionId = message.SessionId,
            ReplyToSessionId = message.ReplyToSessionId,
            TimeToLive = message.TimeToLive,
            CorrelationId = message.CorrelationId,
            Subject = message.Subject,
            To = message.To,
            ContentType = message.ContentType,
            ReplyTo = message.ReplyTo,
            ScheduledEnqueueTime = message.ScheduledEnqueueTime,
            Properties = properties,
            SequenceNumber = sequenceNumber,
            EnqueuedSequenceNumber = sequenceNumber,
            EnqueuedTime = message.ScheduledEnqueueTime > now ? message.ScheduledEnqueueTime : now,
        };
    }

    /// <summary>About what a message counts against the limits of a send, in bytes: its body and its properties' text.</summary>
    public static long SizeOf(ServiceBusMessage message) =>
        message.Body.ToMemory().Length
        + PropertyValues
            .Write(message.ApplicationProperties)
            .Sum(property => Encoding.UTF8.GetByteCount(property.Key + property.Value));

    /// <summary>
    /// Reads what <see cref="ToJson"/> wrote. Text that somebody else put into the storage queue is a message with that text as
    /// its body: so it is delivered, refused and dead-lettered like any other that nobody can read, and holds up no other.
    /// </summary>
    public static StoredMessage Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<StoredMessage>(text, Json) ?? Foreign(text);
        }
        catch (JsonException)
        {
            return Foreign(text);
        }
    }

    private static StoredMessage Foreign(string text) =>
        new() { Body = Encoding.UTF8.GetBytes(text), MessageId = "foreign" };

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>The same message with some application properties set.</summary>
    public StoredMessage With(IDictionary<string, object?>? properties)
    {
        if (properties is not { Count: > 0 })
        {
            return this;
        }

        var changed = new Dictionary<string, string?>(Properties);
        foreach (var (key, value) in properties)
        {
            changed[key] = PropertyValues.Write(value);
        }

        return this with
        {
            Properties = changed,
        };
    }
}
