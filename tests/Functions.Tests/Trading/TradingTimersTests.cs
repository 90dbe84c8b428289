using AgentTrader.Core.Trading;
using AgentTrader.Functions.Tests.Http;
using AgentTrader.Services.Storage;
using AgentTrader.Services.Trading;
using AgentTrader.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace AgentTrader.Functions.Tests.Trading;

/// <summary>What the timers beside the decision loop do, each run by the test at an instant of its choice.</summary>
public sealed class TradingTimersTests(AzuriteFixture azurite) : TimedAgentTest(azurite)
{
    [Fact]
    public async Task A_reached_level_wakes_the_agent_at_once_and_once()
    {
        var agent = await HoldingAgentAsync();
        await CheckAsync();
        Assert.Empty(await WokenAsync());
        await MoveStopAsync(agent, above: true);
        await CheckAsync();
        Assert.Equal([(agent, CycleReason.LevelReached)], await WokenAsync());
        await CheckAsync();
        Assert.Empty(await WokenAsync());
    }

    [Fact]
    public async Task The_cycle_that_a_level_woke_sells_the_position()
    {
        var agent = await HoldingAgentAsync();
        await MoveStopAsync(agent, above: true);
        await CycleAsync(agent, CycleReason.LevelReached);
        var state = await StateAsync(agent);
        Assert.NotNull(state.Book.StopOf("AAPL")!.TriggeredAt);
        // On its way out it is not watched any more.
        await CheckAsync();
        Assert.Empty(await WokenAsync());
    }

    [Fact]
    public async Task Levels_that_another_hosts_cycle_set_are_read_after_five_minutes()
    {
        var agent = await HoldingAgentAsync();
        await MoveStopAsync(agent, above: true);
        var other = NewChecks();
        await other.CheckAsync(Token);
        Assert.Equal([(agent, CycleReason.LevelReached)], await WokenAsync());
        await MoveStopAsync(agent, above: false);
        await MoveStopAsync(agent, above: true);
        App.Clock.Advance(TimeSpan.FromMinutes(4));
        await other.CheckAsync(Token);
        Assert.Empty(await WokenAsync());
        App.Clock.Advance(TimeSpan.FromMinutes(1));
        await other.CheckAsync(Token);
        Assert.Equal([(agent, CycleReason.LevelReached)], await WokenAsync());
    }

    [Fact]
    public async Task A_move_wakes_those_who_hold_the_symbol_once_in_a_quarter_of_an_hour()
    {
        var agent = await HoldingAgentAsync(new { priceMovePct = 0.001 });
        App.Clock.Advance(TimeSpan.FromMinutes(20));
        await CheckAsync();
        Assert.Equal([(agent, CycleReason.PriceMove)], await WokenAsync());
        App.Clock.Advance(TimeSpan.FromMinutes(2));
        await CheckAsync();
        Assert.Empty(await WokenAsync());
    }

    [Fact]
    public async Task A_session_that_ended_is_kept_with_its_positions_once()
    {
        var agent = await HoldingAgentAsync();
        var sessions = App.Services.GetRequiredService<SessionEnds>();
        await sessions.HandleAsync(Token);
        Assert.Empty(await WokenAsync());
        // From 10 in the morning of 3 March to the next.
        App.Clock.Advance(TimeSpan.FromDays(1));
        await sessions.HandleAsync(Token);
        await sessions.HandleAsync(Token);
        Assert.Equal([(agent, CycleReason.SessionEnd)], await WokenAsync(run: true));
        var day = Assert.Single((await GetAsync($"agents/{agent}/trading/snapshots")).EnumerateArray());
        Assert.Equal("2025-03-03", day.GetProperty("date").GetString());
        var position = Assert.Single(day.GetProperty("positions").EnumerateArray());
        Assert.Equal(
            day.GetProperty("value").GetDecimal(),
            day.GetProperty("cash").GetDecimal() + position.GetProperty("marketValue").GetDecimal()
        );
        Assert.Equal(
            (double)(day.GetProperty("value").GetDecimal() - 20_000m) / 20_000,
            day.GetProperty("dailyReturn").GetDouble(),
            1e-9
        );
        var rows = App.Services.GetRequiredService<InstanceStorage>().Table(TableNames.Market);
        var stored = await rows.QueryAsync<Azure.Data.Tables.TableEntity>("PartitionKey eq 'correlations'")
            .ToListAsync(Token);
        Assert.Single(stored);
    }

    [Fact]
    public async Task A_paused_agents_value_is_kept_every_five_minutes_too()
    {
        var agent = await HoldingAgentAsync();
        using (var paused = await PostAsync($"agents/{agent}/pause"))
        {
            Assert.Equal(200, (int)paused.StatusCode);
        }

        var wakeUps = App.Services.GetRequiredService<AgentWakeUps>();
        App.Clock.Advance(TimeSpan.FromMinutes(5));
        await wakeUps.SendToRestingAsync(Token);
        await wakeUps.SendToRestingAsync(Token);
        var before = (await StateAsync(agent)).Performance!.LastPoint;
        Assert.Equal([(agent, CycleReason.Performance)], await WokenAsync(run: true));
        Assert.Equal(before.AddMinutes(5), (await StateAsync(agent)).Performance!.LastPoint);
        var point = (await App.Services.GetRequiredService<PortfolioHistory>().PointsAsync(agent, before, Token))[^1];
        var status = await ObjectAsync($"agents/{agent}/trading/status");
        Assert.Equal(before.AddMinutes(5), point.Timestamp);
        Assert.True(point.PortfolioHeat > 0);
        Assert.Equal(status.GetProperty("portfolioHeat").GetDecimal(), point.PortfolioHeat);
        Assert.Equal(status.GetProperty("activePool").GetDecimal(), point.Value - point.ReservePool);
    }

    [Fact]
    public async Task One_agent_can_be_paused_and_stopped_without_the_others()
    {
        var agent = await HoldingAgentAsync();
        using (var paused = await PostAsync($"agents/{agent}/trading/pause"))
        {
            Assert.True((await TestApp.ReadAsync(paused)).GetProperty("paused").GetBoolean());
        }

        await MoveStopAsync(agent, above: true);
        await CycleAsync(agent, CycleReason.DecisionLoop);
        Assert.Null((await StateAsync(agent)).Book.StopOf("AAPL")!.TriggeredAt);
        using var resumed = await PostAsync($"agents/{agent}/trading/resume");
        using var killed = await PostAsync(
            $"agents/{agent}/trading/kill-switch",
            new { on = true, reason = "A drill." }
        );
        Assert.Equal(TradeStatus.Cancelled, (await BuyAsync(agent)).Status);
        using var freed = await PostAsync($"agents/{agent}/trading/kill-switch", new { on = false });
        Assert.Equal(TradeStatus.Completed, (await BuyAsync(agent)).Status);
        using var status = await App.GetAsync($"api/v1/agents/{agent}/trading/status", await App.TokenAsync("admin"));
        Assert.False((await TestApp.ReadAsync(status)).GetProperty("killSwitch").GetBoolean());
    }

    private StopChecks NewChecks() => ActivatorUtilities.CreateInstance<StopChecks>(App.Services);

    private Task CheckAsync() => App.Services.GetRequiredService<StopChecks>().CheckAsync(Token);
}
