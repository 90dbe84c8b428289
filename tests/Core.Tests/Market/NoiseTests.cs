using AgentTrader.Core.Market;

namespace AgentTrader.Core.Tests.Market;

public class NoiseTests
{
    [Fact]
    public void Exp_is_right_to_fourteen_digits()
    {
        for (var x = -20.0; x <= 20; x += 0.0137)
        {
            Assert.Equal(1, Noise.Exp(x) / Math.Exp(x), 1e-14);
        }
    }

    [Fact]
    public void Normal_has_mean_0_and_deviation_1()
    {
        var values = Enumerable.Range(0, 100_000).Select(i => Noise.Normal(Noise.Mix(7, (ulong)i))).ToList();
        Assert.Equal(0, values.Average(), 0.02);
        Assert.Equal(1, values.Average(value => value * value), 0.02);
    }
}
