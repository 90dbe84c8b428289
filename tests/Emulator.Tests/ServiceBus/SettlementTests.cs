using AgentTrader.Testing;
using Azure.Messaging.ServiceBus;

namespace AgentTrader.Emulator.Tests.ServiceBus;

public sealed class SettlementTests(AzuriteFixture azurite) : ServiceBusTest(azurite)
{
    [Fact]
    public async Task A_locked_message_is_invisible_until_abandoned_and_then_comes_again_with_a_higher_count()
    {
        var receiver = await SubscribeAsync("s");
        await Sender.SendMessageAsync(new ServiceBusMessage("again"), Token);
        var message = await ReceiveAsync(receiver);
        await AssertEmptyAsync(receiver);

        await receiver.AbandonMessageAsync(message, new Dictionary<string, object> { ["why"] = "test" }, Token);
        var second = await ReceiveAsync(receiver);

        Assert.Equal(2, second.DeliveryCount);
        Assert.Equal("test", second.ApplicationProperties["why"]);
        Assert.Equal(message.MessageId, second.MessageId);
        Assert.Equal(message.SequenceNumber, second.SequenceNumber);
        Assert.NotEqual(message.LockToken, second.LockToken);
    }

    [Fact]
    public async Task After_ten_deliveries_a_message_is_a_dead_letter_with_the_reason()
    {
        var receiver = await SubscribeAsync("s");
        await Sender.SendMessageAsync(new ServiceBusMessage("poison") { MessageId = "p" }, Token);
        for (var delivery = 1; delivery <= 10; delivery++)
        {
            var message = await ReceiveAsync(receiver);
            Assert.Equal(delivery, message.DeliveryCount);
            await receiver.AbandonMessageAsync(message, cancellationToken: Token);
        }

        await AssertEmptyAsync(receiver);
        var dead = await ReceiveAsync(DeadLetters("s"));
        Assert.Equal("p", dead.MessageId);
        Assert.Equal("MaxDeliveryCountExceeded", dead.DeadLetterReason);
        Assert.Contains("10", dead.DeadLetterErrorDescription, StringComparison.Ordinal);
        Assert.Equal($"{Topic}/Subscriptions/s", dead.DeadLetterSource);
    }

    [Fact]
    public async Task A_dead_letter_keeps_its_reason_and_can_be_sent_again_without_it()
    {
        var receiver = await SubscribeAsync("s");
        var other = await SubscribeAsync("other");
        await Sender.SendMessageAsync(new ServiceBusMessage("bad") { Subject = "x" }, Token);
        await receiver.DeadLetterMessageAsync(
            await ReceiveAsync(receiver),
            new Dictionary<string, object> { ["code"] = 7 },
            "Unreadable",
            "It is not JSON.",
            Token
        );

        var deadLetters = DeadLetters("s");
        var peeked = await deadLetters.PeekMessageAsync(cancellationToken: Token);
        Assert.Equal("Unreadable", peeked!.DeadLetterReason);
        var dead = await ReceiveAsync(deadLetters);
        Assert.Equal(("Unreadable", "It is not JSON."), (dead.DeadLetterReason, dead.DeadLetterErrorDescription));
        Assert.Equal(7, dead.ApplicationProperties["code"]);
        await AssertEmptyAsync(DeadLetters("other"));

        await Sender.SendMessageAsync(new ServiceBusMessage(dead), Token);
        await deadLetters.CompleteMessageAsync(dead, Token);
        var again = await ReceiveAsync(receiver);
        Assert.Null(again.DeadLetterReason);
        Assert.Equal("x", again.Subject);
        Assert.Equal("bad", (await ReceiveAsync(other)).Body.ToString());
        await AssertEmptyAsync(deadLetters);
    }

    [Fact]
    public async Task A_message_can_be_settled_once()
    {
        var receiver = await SubscribeAsync("s");
        await Sender.SendMessageAsync(new ServiceBusMessage("once"), Token);
        var message = await ReceiveAsync(receiver);
        await receiver.CompleteMessageAsync(message, Token);

        await AssertLockLostAsync(() => receiver.CompleteMessageAsync(message, Token));
        await AssertLockLostAsync(() => receiver.AbandonMessageAsync(message, cancellationToken: Token));
        await AssertLockLostAsync(() => receiver.DeadLetterMessageAsync(message, cancellationToken: Token));
        await AssertEmptyAsync(DeadLetters("s"));
    }

    [Fact]
    public async Task Receive_and_delete_leaves_nothing_to_settle()
    {
        var receiver = await SubscribeAsync(
            "s",
            new ServiceBusReceiverOptions { ReceiveMode = ServiceBusReceiveMode.ReceiveAndDelete }
        );
        await Sender.SendMessageAsync(new ServiceBusMessage("gone"), Token);
        var message = await ReceiveAsync(receiver);

        await Assert.ThrowsAsync<InvalidOperationException>(() => receiver.CompleteMessageAsync(message, Token));
    }

    [Fact]
    public async Task Peeking_walks_through_what_waits_and_locks_nothing()
    {
        var receiver = await SubscribeAsync("s");
        await Sender.SendMessagesAsync([new ServiceBusMessage("1"), new ServiceBusMessage("2")], Token);

        Assert.Equal("1", (await receiver.PeekMessageAsync(cancellationToken: Token))!.Body.ToString());
        var second = await receiver.PeekMessageAsync(cancellationToken: Token);
        Assert.Equal("2", second!.Body.ToString());
        Assert.Null(await receiver.PeekMessageAsync(cancellationToken: Token));
        Assert.Equal(2, (await receiver.PeekMessagesAsync(10, fromSequenceNumber: 0, Token)).Count);
        await Assert.ThrowsAsync<InvalidOperationException>(() => receiver.CompleteMessageAsync(second, Token));
        Assert.Equal(2, (await receiver.ReceiveMessagesAsync(10, Soon, Token)).Count);
    }

    [Fact]
    public async Task A_receive_that_finds_nothing_ends_with_its_wait_or_its_token()
    {
        var receiver = await SubscribeAsync("s");
        Assert.Null(await receiver.ReceiveMessageAsync(TimeSpan.FromMilliseconds(200), Token));
        Assert.Empty(await receiver.ReceiveMessagesAsync(5, TimeSpan.FromMilliseconds(1), Token));
        using var cancelled = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            receiver.ReceiveMessageAsync(Soon, cancelled.Token)
        );
    }

    [Fact]
    public async Task Storage_that_cannot_be_reached_is_a_transient_communication_problem()
    {
        var port = AgentTrader.Testing.Azurite.FreePorts(1)[0];
        await using var client = new ServiceBusClient(
            "Endpoint=sb://localhost;UseDevelopmentEmulator=true;StorageConnectionString="
                + "DefaultEndpointsProtocol=http;AccountName=a;AccountKey=a2V5;"
                + $"QueueEndpoint=http://127.0.0.1:{port}/a;TableEndpoint=http://127.0.0.1:{port}/a;"
        );
        var exception = await Assert.ThrowsAsync<ServiceBusException>(() =>
            client.CreateSender("t").SendMessageAsync(new ServiceBusMessage("x"), Token)
        );
        Assert.Equal(ServiceBusFailureReason.ServiceCommunicationProblem, exception.Reason);
        Assert.True(exception.IsTransient);
    }

    private static async Task AssertLockLostAsync(Func<Task> settle)
    {
        var exception = await Assert.ThrowsAsync<ServiceBusException>(settle);
        Assert.Equal(ServiceBusFailureReason.MessageLockLost, exception.Reason);
    }
}
