using AgentTrader.Testing;
using Azure.Messaging.ServiceBus;

namespace AgentTrader.Emulator.Tests.ServiceBus;

/// <summary>A client over the run's Azurite, and a topic that no other test uses.</summary>
public abstract class ServiceBusTest(AzuriteFixture azurite) : IAsyncDisposable
{
    protected static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);
    private ServiceBusClient? client;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected string Topic { get; } = "topic-" + Guid.NewGuid().ToString("N")[..12];

    /// <summary>How long a received message is locked; a test that waits for the end of it sets it low.</summary>
    protected virtual TimeSpan LockDuration => TimeSpan.FromMinutes(1);

    protected string ConnectionString =>
        "Endpoint=sb://localhost;SharedAccessKeyName=all;SharedAccessKey=local;UseDevelopmentEmulator=true;"
        + $"LockDuration={LockDuration};StorageConnectionString={azurite.ConnectionString}";

    protected ServiceBusClient Client => client ??= new ServiceBusClient(ConnectionString);

    protected ServiceBusSender Sender => Client.CreateSender(Topic);

    /// <summary>A receiver whose subscription exists from now on.</summary>
    protected async Task<ServiceBusReceiver> SubscribeAsync(string name, ServiceBusReceiverOptions? options = null)
    {
        var receiver = Client.CreateReceiver(Topic, name, options);
        await receiver.PeekMessageAsync(cancellationToken: Token);
        return receiver;
    }

    protected ServiceBusReceiver DeadLetters(string subscription) =>
        Client.CreateReceiver(Topic, subscription, new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter });

    protected static async Task<ServiceBusReceivedMessage> ReceiveAsync(ServiceBusReceiver receiver) =>
        await receiver.ReceiveMessageAsync(Soon, Token)
        ?? throw new InvalidOperationException($"Nothing arrived at {receiver.EntityPath}.");

    /// <summary>Nothing waits: one look at storage finds no message.</summary>
    protected static async Task AssertEmptyAsync(ServiceBusReceiver receiver) =>
        Assert.Null(await receiver.ReceiveMessageAsync(TimeSpan.FromMilliseconds(1), Token));

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (client is not null)
        {
            await client.DisposeAsync();
        }
    }
}
