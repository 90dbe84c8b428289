#nullable disable
namespace Azure.Messaging.ServiceBus;

/// <summary>Sends to a queue, or to every subscription of a topic. Thread-safe.</summary>
public class ServiceBusSender : IAsyncDisposable
{
    // Of the Standard tier.
    private const long MaxSize = 262_144;
    private static readonly TimeSpan FurthestSchedule = TimeSpan.FromDays(7);
    private readonly EmulatedNamespace emulated;

    protected ServiceBusSender() { }

    internal ServiceBusSender(EmulatedNamespace emulated, string queueOrTopicName)
    {
        this.emulated = emulated;
        EntityPath = queueOrTopicName;
        Identifier = $"{queueOrTopicName}-{Guid.NewGuid()}";
    }

    public virtual string FullyQualifiedNamespace => emulated.Host;

    public virtual string EntityPath { get; }

    public virtual string Identifier { get; }

    public virtual bool IsClosed { get; private set; }

    /// <exception cref="ServiceBusException">The message is too large, or storage cannot be reached.</exception>
    public virtual Task SendMessageAsync(ServiceBusMessage message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        return SendMessagesAsync([message], cancellationToken);
    }

    /// <summary>Sends the messages one after another: a failure may leave the first of them sent.</summary>
    public virtual async Task SendMessagesAsync(
        IEnumerable<ServiceBusMessage> messages,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(messages);
        await SendAsync([.. messages], cancellationToken);
    }

    public virtual async Task SendMessagesAsync(
        ServiceBusMessageBatch messageBatch,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(messageBatch);
        await SendAsync([.. messageBatch.Messages], cancellationToken);
    }

    /// <summary>Sends a message that appears at the given time. Answers its sequence number.</summary>
    public virtual async Task<long> ScheduleMessageAsync(
        ServiceBusMessage message,
        DateTimeOffset scheduledEnqueueTime,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(message);
        message.ScheduledEnqueueTime = scheduledEnqueueTime;
        return await SendAsync([message], cancellationToken);
    }

    public virtual ValueTask<ServiceBusMessageBatch> CreateMessageBatchAsync(
        CancellationToken cancellationToken = default
    ) => CreateMessageBatchAsync(options: null, cancellationToken);

    /// <exception cref="ArgumentOutOfRangeException">The size asked for is above the service's maximum.</exception>
    public virtual ValueTask<ServiceBusMessageBatch> CreateMessageBatchAsync(
        CreateMessageBatchOptions options,
        CancellationToken cancellationToken = default
    )
    {
        var size = options?.MaxSizeInBytes ?? MaxSize;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, MaxSize);
        return ValueTask.FromResult(new ServiceBusMessageBatch(size));
    }

    public virtual Task CloseAsync(CancellationToken cancellationToken = default)
    {
        IsClosed = true;
        return Task.CompletedTask;
    }

    public virtual async ValueTask DisposeAsync()
    {
        await CloseAsync();
        GC.SuppressFinalize(this);
    }

    private async Task<long> SendAsync(ServiceBusMessage[] messages, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        CheckSize(messages.Sum(StoredMessage.SizeOf));
        return await StorageErrors.TranslateAsync(
            EntityPath,
            async () =>
            {
                var last = 0L;
                foreach (var message in messages)
                {
                    last = await SendAsync(message, cancellationToken);
                }

                return last;
            }
        );
    }

    private async Task<long> SendAsync(ServiceBusMessage message, CancellationToken cancellationToken)
    {
        var now = TimeProvider.System.GetUtcNow();
        var delay = message.ScheduledEnqueueTime > now ? message.ScheduledEnqueueTime - now : TimeSpan.Zero;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(delay, FurthestSchedule, nameof(message));
        // Storage hides for whole seconds: rather late than early.
        var hidden = TimeSpan.FromSeconds(Math.Ceiling(delay.TotalSeconds));
        var targets = await emulated.TargetsAsync(EntityPath, cancellationToken);
        var stored = StoredMessage.From(message, EmulatedNamespace.NextSequenceNumber(), now);
        await Task.WhenAll(
            targets.Select(target => emulated.Open(target).PushAsync(stored, hidden, cancellationToken))
        );
        return stored.SequenceNumber;
    }

    private void CheckSize(long size)
    {
        if (size > MaxSize)
        {
            throw new ServiceBusException(
                $"The message of {size} bytes exceeds the size limit of {MaxSize} bytes.",
                ServiceBusFailureReason.MessageSizeExceeded,
                EntityPath
            );
        }
    }
}
