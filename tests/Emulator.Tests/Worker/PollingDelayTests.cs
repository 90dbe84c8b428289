using Microsoft.Azure.Functions.Worker.Extensions.Storage.Queues;

namespace AgentTrader.Emulator.Tests.Worker;

public sealed class PollingDelayTests
{
    private readonly PollingDelay delay = new(TimeSpan.FromSeconds(2), new Random(1));

    [Fact]
    public void Begins_at_100_ms_and_about_doubles_up_to_the_maximum()
    {
        var delays = Enumerable.Range(0, 8).Select(_ => delay.Next().TotalMilliseconds).ToArray();
        Assert.Equal(100, delays[0]);
        Assert.InRange(delays[1], 180, 220);
        Assert.InRange(delays[2], 260, 340);
        Assert.InRange(delays[3], 420, 580);
        Assert.InRange(delays[4], 740, 1060);
        Assert.InRange(delays[5], 1380, 2000);
        Assert.Equal([2000, 2000], delays[6..]);
    }

    [Fact]
    public void Begins_again_after_a_poll_that_found_messages()
    {
        delay.Next();
        delay.Next();
        delay.Reset();
        Assert.Equal(TimeSpan.FromMilliseconds(100), delay.Next());
    }
}
