#nullable disable
namespace Azure.Messaging.ServiceBus;

/// <summary>A message to send.</summary>
public class ServiceBusMessage
{
    private string messageId;
    private string partitionKey;
    private string sessionId;
    private string replyToSessionId;
    private TimeSpan timeToLive = TimeSpan.MaxValue;

    public ServiceBusMessage()
        : this(default(ReadOnlyMemory<byte>)) { }

    public ServiceBusMessage(string body)
        : this(new BinaryData(body)) { }

    public ServiceBusMessage(ReadOnlyMemory<byte> body)
        : this(BinaryData.FromBytes(body)) { }

    public ServiceBusMessage(BinaryData body)
    {
        ArgumentNullException.ThrowIfNull(body);
        Body = body;
    }

    /// <summary>Copies a received message to send it again, without what receiving and dead-lettering added.</summary>
    public ServiceBusMessage(ServiceBusReceivedMessage receivedMessage)
    {
        ArgumentNullException.ThrowIfNull(receivedMessage);
        Body = receivedMessage.Body;
        ContentType = receivedMessage.ContentType;
        CorrelationId = receivedMessage.CorrelationId;
        messageId = receivedMessage.MessageId;
        partitionKey = receivedMessage.PartitionKey;
        ReplyTo = receivedMessage.ReplyTo;
        replyToSessionId = receivedMessage.ReplyToSessionId;
        ScheduledEnqueueTime = receivedMessage.ScheduledEnqueueTime;
        sessionId = receivedMessage.SessionId;
        Subject = receivedMessage.Subject;
        timeToLive = receivedMessage.TimeToLive;
        To = receivedMessage.To;
        foreach (var (key, value) in receivedMessage.ApplicationProperties)
        {
            if (key is not (StoredMessage.DeadLetterReason or StoredMessage.DeadLetterErrorDescription))
            {
                ApplicationProperties.Add(key, value);
            }
        }
    }

    public BinaryData Body { get; set; }

    /// <summary>At most 128 characters, not empty. Null lets the service make one.</summary>
    public string MessageId
    {
        get => messageId;
        set
        {
            if (value is "")
            {
                throw new ArgumentException("MessageId cannot be empty.", nameof(value));
            }

            messageId = Short(value, nameof(MessageId));
        }
    }

    /// <summary>At most 128 characters.</summary>
    public string PartitionKey
    {
        get => partitionKey;
        set => partitionKey = Short(value, nameof(PartitionKey));
    }

    /// <summary>At most 128 characters. Kept with the message; sessions themselves are not emulated.</summary>
    public string SessionId
    {
        get => sessionId;
        set => sessionId = Short(value, nameof(SessionId));
    }

    public string ReplyTo { get; set; }

    public string ReplyToSessionId
    {
        get => replyToSessionId;
        set => replyToSessionId = Short(value, nameof(ReplyToSessionId));
    }

    /// <summary>Above zero. A message not received in this time, from when it is enqueued, is dropped.</summary>
    public TimeSpan TimeToLive
    {
        get => timeToLive;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero);
            timeToLive = value;
        }
    }

    public string CorrelationId { get; set; }

    public string Subject { get; set; }

    public string To { get; set; }

    public string ContentType { get; set; }

    /// <summary>When the message is to appear; at most seven days ahead here. The default is at once.</summary>
    public DateTimeOffset ScheduledEnqueueTime { get; set; }

    /// <summary>
    /// Values may be null, a string, bool, char, a number, Guid, Uri, DateTime, DateTimeOffset or TimeSpan; others are refused
    /// by the send.
    /// </summary>
    public IDictionary<string, object> ApplicationProperties { get; } = new Dictionary<string, object>();

    public override string ToString() => $"{{MessageId:{MessageId}}}";

    private static string Short(string value, string name) =>
        value is not { Length: > 128 }
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(value),
                $"The length of {name} is {value.Length} characters and cannot exceed 128."
            );
}
