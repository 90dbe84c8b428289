using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace Azure.Messaging.ServiceBus;

/// <summary>One storage queue that holds an entity's messages or its dead letters.</summary>
internal sealed class EntityQueue(QueueClient queue, LargeMessages large, TimeSpan lockDuration)
{
    /// <summary>The most messages that storage hands out at once.</summary>
    public const int MaxBatch = 32;

    // A storage message holds 64 KiB. One that is larger names what holds it.
    private const int MaxText = 60_000;
    private const string LargeMark = "large:";
    private static readonly TimeSpan Forever = TimeSpan.FromSeconds(-1);

    /// <summary>Ends when a message is sent to this queue by this process after the call.</summary>
    public Task NextArrival => Arrivals.Next(queue.Uri);

    public async Task PushAsync(StoredMessage message, TimeSpan delay, CancellationToken cancellationToken)
    {
        var text = await PackAsync(message, cancellationToken);
        await queue.SendMessageAsync(text, delay, Forever, cancellationToken);
        if (delay == TimeSpan.Zero)
        {
            Arrivals.Announce(queue.Uri);
        }
    }

    /// <summary>Locks up to <paramref name="max"/> messages. Not cancellable: an answer thrown away would keep them locked.</summary>
    public async Task<List<ServiceBusReceivedMessage>> LockAsync(int max)
    {
        var until = TimeProvider.System.GetUtcNow() + lockDuration;
        QueueMessage[] received = await queue.ReceiveMessagesAsync(Math.Min(max, MaxBatch), lockDuration);
        var messages = new List<ServiceBusReceivedMessage>(received.Length);
        foreach (var item in received)
        {
            var stored = await UnpackAsync(item.MessageText);
            messages.Add(
                new ServiceBusReceivedMessage(
                    stored,
                    Guid.NewGuid(),
                    new MessageLock(item.MessageId, item.PopReceipt, until),
                    stored.EarlierDeliveries + (int)item.DequeueCount
                )
            );
        }

        return messages;
    }

    /// <summary>Looks at the first messages that wait, without locking them.</summary>
    public async Task<List<ServiceBusReceivedMessage>> PeekAsync(CancellationToken cancellationToken)
    {
        PeekedMessage[] peeked = await queue.PeekMessagesAsync(MaxBatch, cancellationToken);
        var messages = new List<ServiceBusReceivedMessage>(peeked.Length);
        foreach (var item in peeked)
        {
            var stored = await UnpackAsync(item.MessageText);
            messages.Add(
                new ServiceBusReceivedMessage(stored, default, null, stored.EarlierDeliveries + (int)item.DequeueCount)
            );
        }

        return messages;
    }

    public async Task DeleteAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken)
    {
        await queue.DeleteMessageAsync(message.Lock!.StorageId, message.Lock.PopReceipt, cancellationToken);
        if (message.Stored.LargeName is { } name)
        {
            await large.DeleteAsync(name, cancellationToken);
        }
    }

    /// <summary>Keeps the lock for another whole duration.</summary>
    public async Task<MessageLock> RenewAsync(MessageLock held, CancellationToken cancellationToken)
    {
        var until = TimeProvider.System.GetUtcNow() + lockDuration;
        UpdateReceipt receipt = await queue.UpdateMessageAsync(
            held.StorageId,
            held.PopReceipt,
            (string?)null,
            lockDuration,
            cancellationToken
        );
        return held with { PopReceipt = receipt.PopReceipt, Until = until };
    }

    /// <summary>Gives the message back at once, as <paramref name="changed"/>.</summary>
    public async Task ReleaseAsync(
        ServiceBusReceivedMessage message,
        StoredMessage changed,
        CancellationToken cancellationToken
    )
    {
        var text = ReferenceEquals(changed, message.Stored) ? null : await PackAsync(changed, cancellationToken);
        await queue.UpdateMessageAsync(
            message.Lock!.StorageId,
            message.Lock.PopReceipt,
            text,
            TimeSpan.Zero,
            cancellationToken
        );
        Arrivals.Announce(queue.Uri);
        if (text is not null && message.Stored.LargeName is { } name)
        {
            await large.DeleteAsync(name, cancellationToken);
        }
    }

    private async Task<string> PackAsync(StoredMessage message, CancellationToken cancellationToken)
    {
        var text = message.ToJson();
        return text.Length <= MaxText ? text : LargeMark + await large.WriteAsync(text, cancellationToken);
    }

    private async Task<StoredMessage> UnpackAsync(string text)
    {
        if (!text.StartsWith(LargeMark, StringComparison.Ordinal))
        {
            return StoredMessage.Parse(text);
        }

        var name = text[LargeMark.Length..];
        return StoredMessage.Parse(await large.ReadAsync(name)) with { LargeName = name };
    }
}
