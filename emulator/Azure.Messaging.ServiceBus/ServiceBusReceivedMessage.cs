#nullable disable
using System.Globalization;

namespace Azure.Messaging.ServiceBus;

/// <summary>A message as it was received or peeked.</summary>
public class ServiceBusReceivedMessage
{
    private readonly StoredMessage stored;

    internal ServiceBusReceivedMessage(StoredMessage stored, Guid lockToken, MessageLock held, int deliveryCount)
    {
        this.stored = stored;
        Lock = held;
        DeliveryCount = deliveryCount;
        LockToken = lockToken.ToString();
        Body = BinaryData.FromBytes(stored.Body);
        ApplicationProperties = PropertyValues.Read(stored.Properties);
    }

    public IReadOnlyDictionary<string, object> ApplicationProperties { get; }

    public BinaryData Body { get; }

    public string ContentType => stored.ContentType;

    public string CorrelationId => stored.CorrelationId;

    public string DeadLetterErrorDescription => Text(StoredMessage.DeadLetterErrorDescription);

    public string DeadLetterReason => Text(StoredMessage.DeadLetterReason);

    /// <summary>The path of the entity that a dead letter was in before.</summary>
    public string DeadLetterSource => stored.DeadLetterSource;

    /// <summary>How often the message has been delivered, this time included.</summary>
    public int DeliveryCount { get; }

    public long EnqueuedSequenceNumber => stored.EnqueuedSequenceNumber;

    public DateTimeOffset EnqueuedTime => stored.EnqueuedTime;

    public DateTimeOffset ExpiresAt => stored.ExpiresAt;

    /// <summary>Until when nobody else receives the message.</summary>
    public DateTimeOffset LockedUntil => Lock?.Until ?? default;

    public string LockToken { get; }

    public string MessageId => stored.MessageId;

    public string PartitionKey => stored.PartitionKey;

    public string ReplyTo => stored.ReplyTo;

    public string ReplyToSessionId => stored.ReplyToSessionId;

    public DateTimeOffset ScheduledEnqueueTime => stored.ScheduledEnqueueTime;

    /// <summary>Grows with the order in which messages were enqueued.</summary>
    public long SequenceNumber => stored.SequenceNumber;

    public string SessionId => stored.SessionId;

    public ServiceBusMessageState State => stored.State;

    public string Subject => stored.Subject;

    public TimeSpan TimeToLive => stored.TimeToLive;

    public string To => stored.To;

    internal StoredMessage Stored => stored;

    /// <summary>What settles the message in storage; null for a message that is not locked.</summary>
    internal MessageLock Lock { get; set; }

    internal SemaphoreSlim Turn { get; } = new(1);

    public override string ToString() => $"{{MessageId:{MessageId}}}";

    private string Text(string property) =>
        ApplicationProperties.TryGetValue(property, out var value)
            ? Convert.ToString(value, CultureInfo.InvariantCulture)
            : null;
}
