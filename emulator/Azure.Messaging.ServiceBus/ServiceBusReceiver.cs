#nullable disable
namespace Azure.Messaging.ServiceBus;

/// <summary>Receives from a queue, a subscription or their dead letters, and settles what it received. Thread-safe.</summary>
public class ServiceBusReceiver : IAsyncDisposable
{
    private const int MaxDeliveryCount = 10;
    private static readonly TimeSpan DefaultWait = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);
    private readonly EmulatedNamespace emulated;
    private readonly string sourcePath;
    private readonly EntityQueue queue;
    private readonly EntityQueue deadLetters;
    private readonly bool isDeadLetter;
    private readonly Func<CancellationToken, Task> declare;
    private bool declared;
    private long lastPeeked;

    protected ServiceBusReceiver() { }

    internal ServiceBusReceiver(
        EmulatedNamespace emulated,
        string entity,
        string subscription,
        ServiceBusReceiverOptions options
    )
    {
        this.emulated = emulated;
        isDeadLetter = options?.SubQueue == SubQueue.DeadLetter;
        ReceiveMode = options?.ReceiveMode ?? ServiceBusReceiveMode.PeekLock;
        sourcePath = EntityNames.Path(entity, subscription, SubQueue.None);
        EntityPath = EntityNames.Path(entity, subscription, options?.SubQueue ?? SubQueue.None);
        Identifier = options?.Identifier ?? $"{EntityPath}-{Guid.NewGuid()}";
        var name = EntityNames.StorageQueue(entity, subscription);
        deadLetters = emulated.Open(EntityNames.DeadLetter(name));
        queue = isDeadLetter ? deadLetters : emulated.Open(name);
        declare = token => emulated.DeclareAsync(entity, subscription, token);
    }

    public virtual string FullyQualifiedNamespace => emulated.Host;

    public virtual string EntityPath { get; }

    public virtual ServiceBusReceiveMode ReceiveMode { get; }

    public virtual string Identifier { get; }

    public virtual bool IsClosed { get; private set; }

    /// <summary>Receives one message; null when none came within the wait, which is one minute by default.</summary>
    public virtual async Task<ServiceBusReceivedMessage> ReceiveMessageAsync(
        TimeSpan? maxWaitTime = null,
        CancellationToken cancellationToken = default
    ) => await ReceiveMessagesAsync(1, maxWaitTime, cancellationToken) is [var message] ? message : null;

    /// <summary>Receives at least one message and at most the number given; none when none came within the wait.</summary>
    /// <exception cref="ServiceBusException">Storage cannot be reached.</exception>
    public virtual Task<IReadOnlyList<ServiceBusReceivedMessage>> ReceiveMessagesAsync(
        int maxMessages,
        TimeSpan? maxWaitTime = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxMessages);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(maxWaitTime ?? DefaultWait, TimeSpan.Zero);
        ObjectDisposedException.ThrowIf(IsClosed, this);
        return StorageErrors.TranslateAsync(
            EntityPath,
            () => WaitForMessagesAsync(maxMessages, maxWaitTime ?? DefaultWait, cancellationToken)
        );
    }

    /// <summary>Looks at the next message that waits, without locking it; null when there is none.</summary>
    public virtual async Task<ServiceBusReceivedMessage> PeekMessageAsync(
        long? fromSequenceNumber = null,
        CancellationToken cancellationToken = default
    ) => await PeekMessagesAsync(1, fromSequenceNumber, cancellationToken) is [var message] ? message : null;

    /// <summary>
    /// Looks at messages that wait, without locking them: from the given sequence number, or after the last one peeked. Here
    /// only the first 32 of the queue can be seen.
    /// </summary>
    public virtual Task<IReadOnlyList<ServiceBusReceivedMessage>> PeekMessagesAsync(
        int maxMessages,
        long? fromSequenceNumber = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxMessages);
        ObjectDisposedException.ThrowIf(IsClosed, this);
        return StorageErrors.TranslateAsync<IReadOnlyList<ServiceBusReceivedMessage>>(
            EntityPath,
            async () =>
            {
                await DeclareAsync(cancellationToken);
                var from = fromSequenceNumber ?? Interlocked.Read(ref lastPeeked) + 1;
                var peeked = await queue.PeekAsync(cancellationToken);
                var seen = peeked.Where(message => message.SequenceNumber >= from).Take(maxMessages).ToList();
                if (seen.Count > 0)
                {
                    Interlocked.Exchange(ref lastPeeked, seen[^1].SequenceNumber);
                }

                return seen;
            }
        );
    }

    /// <summary>Ends the message's life: it has been processed.</summary>
    /// <exception cref="ServiceBusException">The lock is lost: the message will be, or was, delivered again.</exception>
    public virtual Task CompleteMessageAsync(
        ServiceBusReceivedMessage message,
        CancellationToken cancellationToken = default
    ) => SettleAsync(message, () => queue.DeleteAsync(message, cancellationToken));

    /// <summary>Gives the message back for another delivery, or to the dead letters when this was the tenth.</summary>
    public virtual Task AbandonMessageAsync(
        ServiceBusReceivedMessage message,
        IDictionary<string, object> propertiesToModify = null,
        CancellationToken cancellationToken = default
    ) =>
        SettleAsync(
            message,
            () =>
                message.DeliveryCount >= MaxDeliveryCount && !isDeadLetter
                    ? GiveUpAsync(message, cancellationToken)
                    : queue.ReleaseAsync(message, message.Stored.With(propertiesToModify), cancellationToken)
        );

    public virtual Task DeadLetterMessageAsync(
        ServiceBusReceivedMessage message,
        IDictionary<string, object> propertiesToModify,
        string deadLetterReason,
        string deadLetterErrorDescription = null,
        CancellationToken cancellationToken = default
    )
    {
        var properties = new Dictionary<string, object>(propertiesToModify ?? new Dictionary<string, object>());
        if (deadLetterReason is not null)
        {
            properties[StoredMessage.DeadLetterReason] = deadLetterReason;
        }

        if (deadLetterErrorDescription is not null)
        {
            properties[StoredMessage.DeadLetterErrorDescription] = deadLetterErrorDescription;
        }

        return DeadLetterMessageAsync(message, properties, cancellationToken);
    }

    public virtual Task DeadLetterMessageAsync(
        ServiceBusReceivedMessage message,
        IDictionary<string, object> propertiesToModify = null,
        CancellationToken cancellationToken = default
    ) => SettleAsync(message, () => MoveToDeadLettersAsync(message, propertiesToModify, cancellationToken));

    public virtual Task DeadLetterMessageAsync(
        ServiceBusReceivedMessage message,
        string deadLetterReason,
        string deadLetterErrorDescription = null,
        CancellationToken cancellationToken = default
    ) =>
        DeadLetterMessageAsync(
            message,
            propertiesToModify: null,
            deadLetterReason,
            deadLetterErrorDescription,
            cancellationToken
        );

    /// <summary>Keeps the lock for another whole lock duration and sets <see cref="ServiceBusReceivedMessage.LockedUntil"/>.</summary>
    public virtual Task RenewMessageLockAsync(
        ServiceBusReceivedMessage message,
        CancellationToken cancellationToken = default
    ) => SettleAsync(message, async () => message.Lock = await queue.RenewAsync(message.Lock, cancellationToken));

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

    private async Task DeclareAsync(CancellationToken cancellationToken)
    {
        if (!declared)
        {
            await declare(cancellationToken);
            declared = true;
        }
    }

    private async Task<IReadOnlyList<ServiceBusReceivedMessage>> WaitForMessagesAsync(
        int maxMessages,
        TimeSpan maxWaitTime,
        CancellationToken cancellationToken
    )
    {
        await DeclareAsync(cancellationToken);
        var deadline = TimeProvider.System.GetUtcNow() + maxWaitTime;
        var pause = FirstPause;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var arrival = queue.NextArrival;
            var messages = await TakeAsync(maxMessages);
            var left = deadline - TimeProvider.System.GetUtcNow();
            if (messages.Count > 0 || left <= TimeSpan.Zero)
            {
                return messages;
            }

            await Task.WhenAny(arrival, Task.Delay(pause < left ? pause : left, cancellationToken));
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    /// <summary>Locks what waits, and keeps back what has expired or has been delivered too often.</summary>
    private async Task<List<ServiceBusReceivedMessage>> TakeAsync(int maxMessages)
    {
        var messages = new List<ServiceBusReceivedMessage>();
        foreach (var message in await queue.LockAsync(maxMessages))
        {
            if (!isDeadLetter && message.ExpiresAt <= TimeProvider.System.GetUtcNow())
            {
                await queue.DeleteAsync(message, CancellationToken.None);
            }
            else if (!isDeadLetter && message.DeliveryCount > MaxDeliveryCount)
            {
                await GiveUpAsync(message, CancellationToken.None);
            }
            else
            {
                messages.Add(message);
                if (ReceiveMode == ServiceBusReceiveMode.ReceiveAndDelete)
                {
                    await queue.DeleteAsync(message, CancellationToken.None);
                }
            }
        }

        return messages;
    }

    private Task GiveUpAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken) =>
        MoveToDeadLettersAsync(
            message,
            new Dictionary<string, object>
            {
                [StoredMessage.DeadLetterReason] = "MaxDeliveryCountExceeded",
                [StoredMessage.DeadLetterErrorDescription] =
                    $"Message could not be consumed after {MaxDeliveryCount} delivery attempts.",
            },
            cancellationToken
        );

    // Copied before it is deleted: a crash in between leaves the message in both, never in none. The renewal first, so that
    // whoever has lost the lock copies nothing.
    private async Task MoveToDeadLettersAsync(
        ServiceBusReceivedMessage message,
        IDictionary<string, object> properties,
        CancellationToken cancellationToken
    )
    {
        message.Lock = await queue.RenewAsync(message.Lock, cancellationToken);
        var dead = message.Stored.With(properties) with
        {
            DeadLetterSource = sourcePath,
            EarlierDeliveries = message.DeliveryCount,
        };
        await deadLetters.PushAsync(dead, TimeSpan.Zero, cancellationToken);
        await queue.DeleteAsync(message, cancellationToken);
    }

    private async Task SettleAsync(ServiceBusReceivedMessage message, Func<Task> settle)
    {
        ArgumentNullException.ThrowIfNull(message);
        ObjectDisposedException.ThrowIf(IsClosed, this);
        if (ReceiveMode != ServiceBusReceiveMode.PeekLock || message.Lock is null)
        {
            throw new InvalidOperationException("The operation is only supported in 'PeekLock' receive mode.");
        }

        // A renewal changes what the next operation must name, so they take turns.
        await message.Turn.WaitAsync();
        try
        {
            if (message.Lock.Until <= TimeProvider.System.GetUtcNow())
            {
                throw StorageErrors.LockLost(EntityPath);
            }

            await StorageErrors.TranslateAsync(EntityPath, settle);
        }
        finally
        {
            message.Turn.Release();
        }
    }
}
