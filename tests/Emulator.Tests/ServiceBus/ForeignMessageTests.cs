using AgentTrader.Testing;
using Azure.Messaging.ServiceBus;
using Azure.Storage.Queues;

namespace AgentTrader.Emulator.Tests.ServiceBus;

/// <summary>Text that somebody else put into a subscription's storage queue holds up no message.</summary>
public sealed class ForeignMessageTests(AzuriteFixture azurite) : ServiceBusTest(azurite)
{
    private readonly string storage = azurite.ConnectionString;

    [Theory]
    [InlineData("not json")]
    [InlineData("null")]
    [InlineData("{\"Body\":null,\"Properties\":null}")]
    public async Task Foreign_text_is_a_message_with_that_body_and_the_next_message_follows(string foreign)
    {
        var receiver = await SubscribeAsync("s");
        // The subscription's own queue; its dead letters' name is longer.
        var queues = new QueueServiceClient(storage);
        var name = await queues
            .GetQueuesAsync(prefix: "sb-" + Topic[..15])
            .Select(queue => queue.Name)
            .MinAsync(cancellationToken: Token);
        await queues.GetQueueClient(name).SendMessageAsync(foreign, Token);
        await Sender.SendMessageAsync(new ServiceBusMessage("hello"), Token);

        var first = await ReceiveAsync(receiver);
        Assert.Equal(foreign, first.Body.ToString());
        await receiver.DeadLetterMessageAsync(first, cancellationToken: Token);
        Assert.Equal("hello", (await ReceiveAsync(receiver)).Body.ToString());
        Assert.Equal(foreign, (await ReceiveAsync(DeadLetters("s"))).Body.ToString());
    }
}
