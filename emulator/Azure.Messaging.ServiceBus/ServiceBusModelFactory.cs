#nullable disable
namespace Azure.Messaging.ServiceBus;

/// <summary>Makes what only the service makes otherwise, for tests of code that receives.</summary>
public static class ServiceBusModelFactory
{
    public static ServiceBusReceivedMessage ServiceBusReceivedMessage(
        BinaryData body = null,
        string messageId = null,
        string partitionKey = null,
        string viaPartitionKey = null,
        string sessionId = null,
        string replyToSessionId = null,
        TimeSpan timeToLive = default,
        string correlationId = null,
        string subject = null,
        string to = null,
        string contentType = null,
        string replyTo = null,
        DateTimeOffset scheduledEnqueueTime = default,
        IDictionary<string, object> properties = null,
        Guid lockTokenGuid = default,
        int deliveryCount = 0,
        DateTimeOffset lockedUntil = default,
        long sequenceNumber = -1,
        string deadLetterSource = null,
        long enqueuedSequenceNumber = 0,
        DateTimeOffset enqueuedTime = default,
        ServiceBusMessageState serviceBusMessageState = ServiceBusMessageState.Active
    ) =>
        new(
            new StoredMessage
            {
                Body = body?.ToArray() ?? [],
                MessageId = messageId,
                PartitionKey = partitionKey,
                SessionId = sessionId,
                ReplyToSessionId = replyToSessionId,
                TimeToLive = timeToLive == default ? TimeSpan.MaxValue : timeToLive,
                CorrelationId = correlationId,
                Subject = subject,
                To = to,
                ContentType = contentType,
                ReplyTo = replyTo,
                ScheduledEnqueueTime = scheduledEnqueueTime,
                Properties = PropertyValues.Write(properties ?? new Dictionary<string, object>()),
                SequenceNumber = sequenceNumber,
                DeadLetterSource = deadLetterSource,
                EnqueuedSequenceNumber = enqueuedSequenceNumber,
                EnqueuedTime = enqueuedTime,
                State = serviceBusMessageState,
            },
            lockTokenGuid,
            new MessageLock("", "", lockedUntil),
            deliveryCount
        );
}
