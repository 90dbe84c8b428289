using AgentTrader.Testing;
using Azure.Messaging.ServiceBus;

namespace AgentTrader.Emulator.Tests.ServiceBus;

public sealed class LockTests(AzuriteFixture azurite) : ServiceBusTest(azurite)
{
    private TimeSpan lockDuration = TimeSpan.FromSeconds(2);

    protected override TimeSpan LockDuration => lockDuration;

    [Fact]
    public async Task A_message_whose_receiver_vanished_comes_again_and_the_old_lock_is_worth_nothing()
    {
        var receiver = await SubscribeAsync("s");
        await Sender.SendMessageAsync(new ServiceBusMessage("mine"), Token);
        var lost = await ReceiveAsync(receiver);

        var again = await ReceiveAsync(receiver);

        Assert.Equal(2, again.DeliveryCount);
        var exception = await Assert.ThrowsAsync<ServiceBusException>(() => receiver.CompleteMessageAsync(lost, Token));
        Assert.Equal(ServiceBusFailureReason.MessageLockLost, exception.Reason);
    }

    [Fact]
    public async Task A_renewed_lock_holds_on()
    {
        // Long enough for a busy machine to come round to the next renewal.
        lockDuration = TimeSpan.FromSeconds(6);
        var receiver = await SubscribeAsync("s");
        await Sender.SendMessageAsync(new ServiceBusMessage("mine"), Token);
        var message = await ReceiveAsync(receiver);
        var firstEnd = message.LockedUntil;
        while (DateTimeOffset.UtcNow < firstEnd.AddSeconds(1))
        {
            await receiver.RenewMessageLockAsync(message, Token);
            await AssertEmptyAsync(receiver);
            await Task.Delay(300, Token);
        }

        Assert.True(message.LockedUntil > firstEnd);
        await receiver.CompleteMessageAsync(message, Token);
        await AssertEmptyAsync(receiver);
    }
}
