using AgentTrader.Core.Agents;
using AgentTrader.Services.Metering;
using AgentTrader.Testing;

namespace AgentTrader.Services.Tests.Metering;

/// <summary>What is used never exceeds the quota by more than 5 %, whoever asks at once (DESIGN.md section 10, invariant 5).</summary>
public sealed class MeterTests(AzuriteFixture azurite)
{
    private const string Agent = "agt_0000000000000000";
    private static readonly DateTimeOffset March = new(2025, 3, 31, 23, 59, 0, TimeSpan.Zero);

    [Fact]
    public async Task Two_hosts_at_once_let_through_the_quota_and_its_buffer_and_no_more()
    {
        var storage = await Instances.NewAsync(azurite);
        var clock = new ManualTimeProvider(March);
        Meter[] hosts = [new(storage, clock), new(storage, clock)];
        var quota = new QuotaConfig(40, 1_000m);
        var granted = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(async asker =>
                {
                    var passed = 0;
                    for (var i = 0; i < 8; i++)
                    {
                        passed += await UseAsync(hosts[asker % 2], quota) ? 1 : 0;
                    }

                    return passed;
                })
        );
        Assert.Equal(42, granted.Sum());
        var used = await hosts[0].UsedAsync(Agent, CancellationToken.None);
        Assert.Equal((42, 42 * Meter.TradeCost), (used.ApiCalls, used.BudgetSpent));
    }

    [Fact]
    public async Task The_money_ends_before_the_calls_do()
    {
        var meter = new Meter(await Instances.NewAsync(azurite), new ManualTimeProvider(March));
        var quota = new QuotaConfig(1_000, 2.00m);
        Assert.True(await UseAsync(meter, quota));
        Assert.True(await UseAsync(meter, quota));
        // The third makes 2.10, which is the quota and 5 %.
        Assert.True(await UseAsync(meter, quota));
        Assert.False(await UseAsync(meter, quota));
    }

    [Fact]
    public async Task A_raised_quota_is_noticed_at_once_and_a_lowered_one_as_well()
    {
        var meter = new Meter(await Instances.NewAsync(azurite), new ManualTimeProvider(March));
        Assert.True(await UseAsync(meter, new QuotaConfig(1)));
        Assert.False(await UseAsync(meter, new QuotaConfig(1)));
        Assert.True(await UseAsync(meter, new QuotaConfig(2)));
        Assert.False(await UseAsync(meter, new QuotaConfig(0)));
    }

    [Fact]
    public async Task A_month_begins_with_nothing_used()
    {
        var clock = new ManualTimeProvider(March);
        var meter = new Meter(await Instances.NewAsync(azurite), clock);
        Assert.True(await UseAsync(meter, new QuotaConfig(1)));
        Assert.False(await UseAsync(meter, new QuotaConfig(1)));
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(0, (await meter.UsedAsync(Agent, CancellationToken.None)).ApiCalls);
        Assert.True(await UseAsync(meter, new QuotaConfig(1)));
    }

    private static Task<bool> UseAsync(Meter meter, QuotaConfig quota) =>
        meter.TryUseAsync(Agent, quota, Meter.TradeCost, CancellationToken.None);
}
