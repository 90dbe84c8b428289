#nullable disable
namespace Azure.Messaging.ServiceBus;

/// <summary>The way to a Service Bus namespace. Thread-safe; one is enough for a process.</summary>
public class ServiceBusClient : IAsyncDisposable
{
    private readonly EmulatedNamespace emulated;

    protected ServiceBusClient() { }

    /// <summary>Reads a connection string of the emulator: <c>Endpoint=sb://localhost;…;UseDevelopmentEmulator=true;</c></summary>
    /// <exception cref="FormatException">It lacks a part or does not name the emulator.</exception>
    public ServiceBusClient(string connectionString)
        : this(connectionString, new ServiceBusClientOptions()) { }

    public ServiceBusClient(string connectionString, ServiceBusClientOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(connectionString);
        emulated = EmulatedNamespace.Parse(connectionString);
        TransportType = options?.TransportType ?? default;
        Identifier = options?.Identifier ?? $"{emulated.Host}-{Guid.NewGuid()}";
    }

    public virtual string FullyQualifiedNamespace => emulated.Host;

    public virtual string Identifier { get; }

    public virtual bool IsClosed { get; private set; }

    public ServiceBusTransportType TransportType { get; }

    public virtual ServiceBusSender CreateSender(string queueOrTopicName)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(queueOrTopicName);
        ObjectDisposedException.ThrowIf(IsClosed, this);
        return new ServiceBusSender(emulated, queueOrTopicName);
    }

    public virtual ServiceBusReceiver CreateReceiver(string queueName) => CreateReceiver(queueName, options: null);

    public virtual ServiceBusReceiver CreateReceiver(string queueName, ServiceBusReceiverOptions options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(queueName);
        ObjectDisposedException.ThrowIf(IsClosed, this);
        return new ServiceBusReceiver(emulated, queueName, subscription: null, options);
    }

    public virtual ServiceBusReceiver CreateReceiver(string topicName, string subscriptionName) =>
        CreateReceiver(topicName, subscriptionName, options: null);

    public virtual ServiceBusReceiver CreateReceiver(
        string topicName,
        string subscriptionName,
        ServiceBusReceiverOptions options
    )
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(topicName);
        ArgumentException.ThrowIfNullOrWhiteSpace(subscriptionName);
        ObjectDisposedException.ThrowIf(IsClosed, this);
        return new ServiceBusReceiver(emulated, topicName, subscriptionName, options);
    }

    public virtual ValueTask DisposeAsync()
    {
        IsClosed = true;
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
