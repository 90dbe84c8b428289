#nullable disable
namespace Azure.Messaging.ServiceBus;

/// <summary>Messages that together fit into one send.</summary>
public sealed class ServiceBusMessageBatch : IDisposable
{
    private readonly List<ServiceBusMessage> messages = [];

    internal ServiceBusMessageBatch(long maxSizeInBytes)
    {
        MaxSizeInBytes = maxSizeInBytes;
    }

    public long MaxSizeInBytes { get; }

    public long SizeInBytes { get; private set; }

    public int Count => messages.Count;

    internal IReadOnlyList<ServiceBusMessage> Messages => messages;

    /// <summary>Adds the message, or returns false when the batch would become too large.</summary>
    public bool TryAddMessage(ServiceBusMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var size = StoredMessage.SizeOf(message);
        if (SizeInBytes + size > MaxSizeInBytes)
        {
            return false;
        }

        SizeInBytes += size;
        messages.Add(message);
        return true;
    }

    public void Dispose() => messages.Clear();
}
