using AgentTrader.Core.Agents;
using AgentTrader.Core.Trading;
using AgentTrader.Services.Agents;
using AgentTrader.Services.Metering;
using AgentTrader.Services.Storage;
using AgentTrader.Testing;

namespace AgentTrader.Services.Tests.Metering;

/// <summary>What is used never exceeds the quota by more than 5 %, whoever asks at once (docs/architecture.md, invariant 5).</summary>
public sealed class MeterTests(AzuriteFixture azurite)
{
    private const string Agent = "agt_0000000000000000";
    private static readonly DateTimeOffset March = new(2025, 3, 31, 23, 59, 0, TimeSpan.Zero);
    private readonly ManualTimeProvider clock = new(March);

    [Fact]
    public async Task Two_hosts_at_once_let_through_the_quota_and_its_buffer_and_no_more()
    {
        var storage = await Instances.NewAsync(azurite);
        AgentStore[] hosts = [Store(storage), Store(storage)];
        await CreateAsync(hosts[0], new QuotaConfig(40, 1_000m));
        var granted = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(async asker =>
                {
                    var passed = 0;
                    for (var i = 0; i < 8; i++)
                    {
                        passed += await UseAsync(hosts[asker % 2]) ? 1 : 0;
                    }

                    return passed;
                })
        );
        Assert.Equal(42, granted.Sum());
        var used = await UsedAsync(hosts[0]);
        Assert.Equal((42, 42 * Meter.TradeCost), (used.ApiCalls, used.BudgetSpent));
    }

    [Fact]
    public async Task The_money_ends_before_the_calls_do()
    {
        var host = await StartAsync(new QuotaConfig(1_000, 2.00m));
        Assert.True(await UseAsync(host));
        Assert.True(await UseAsync(host));
        // The third makes 2.10, which is the quota and 5 %.
        Assert.True(await UseAsync(host));
        Assert.False(await UseAsync(host));
    }

    [Fact]
    public async Task A_raised_quota_is_noticed_at_once_and_a_lowered_one_as_well()
    {
        var host = await StartAsync(new QuotaConfig(1));
        Assert.True(await UseAsync(host));
        Assert.False(await UseAsync(host));
        await ChangeAsync(host, new QuotaConfig(2));
        Assert.True(await UseAsync(host));
        await ChangeAsync(host, new QuotaConfig(0));
        Assert.False(await UseAsync(host));
    }

    [Fact]
    public async Task A_month_begins_with_nothing_used()
    {
        var host = await StartAsync(new QuotaConfig(1));
        Assert.True(await UseAsync(host));
        Assert.False(await UseAsync(host));
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(0, (await UsedAsync(host)).ApiCalls);
        Assert.True(await UseAsync(host));
        Assert.Equal(1, (await UsedAsync(host)).ApiCalls);
    }

    [Fact]
    public async Task A_call_that_is_not_carried_out_is_not_counted()
    {
        var host = await StartAsync(new QuotaConfig(10));
        var stale = await FindAsync(host);
        Assert.True(await UseAsync(host));
        var outcome = await host.CommitAsync(stale, stale.Book, [Meter.TryUse(stale, Meter.TradeCost)!], default);
        Assert.Equal(CommitOutcome.Stale, outcome);
        Assert.Equal(1, (await UsedAsync(host)).ApiCalls);
    }

    private AgentStore Store(InstanceStorage storage) => new(storage, Instances.Outbox(storage, clock), clock);

    private async Task<AgentStore> StartAsync(QuotaConfig quota)
    {
        var host = Store(await Instances.NewAsync(azurite));
        await CreateAsync(host, quota);
        return host;
    }

    private static async Task CreateAsync(AgentStore host, QuotaConfig quota)
    {
        var settings = new AgentSettings
        {
            Name = "Metered",
            Strategy = Strategy.Balanced,
            RiskTolerance = 5,
            QuotaConfig = quota,
        };
        var agent = new AgentRecord(Agent, "usr_1", settings, March, March);
        Assert.Equal(CommitOutcome.Committed, await host.CreateAsync(agent, Book.Open(1_000m), [], default));
    }

    private static async Task ChangeAsync(AgentStore host, QuotaConfig quota)
    {
        var state = await FindAsync(host);
        var agent = state.Agent with { Settings = state.Agent.Settings with { QuotaConfig = quota } };
        Assert.Equal(CommitOutcome.Committed, await host.CommitAsync(state, agent, state.Book, [], default));
    }

    /// <summary>What the executor does with a fill: counts with the book's change, again when the book was another by then.</summary>
    private static async Task<bool> UseAsync(AgentStore host)
    {
        while (true)
        {
            var state = await FindAsync(host);
            if (Meter.TryUse(state, Meter.TradeCost) is not { } use)
            {
                return false;
            }

            if (await host.CommitAsync(state, state.Book, [use], default) == CommitOutcome.Committed)
            {
                return true;
            }
        }
    }

    private static async Task<UsageFigures> UsedAsync(AgentStore host) => (await FindAsync(host)).Used;

    private static async Task<AgentState> FindAsync(AgentStore host) => (await host.FindAsync(Agent, default))!;
}
