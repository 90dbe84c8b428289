using System.Text.Json;
using AgentTrader.Core;
using AgentTrader.Core.Trading;
using AgentTrader.Functions.Agents;
using AgentTrader.Functions.Tests.Http;
using AgentTrader.Functions.Trading;
using AgentTrader.Services;
using AgentTrader.Services.Agents;
using AgentTrader.Services.Storage;
using AgentTrader.Services.Trading;
using AgentTrader.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace AgentTrader.Functions.Tests.Trading;

/// <summary>What the timers beside the decision loop do, each run by the test at an instant of its choice.</summary>
public sealed class TradingTimersTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private TestApp app = null!;
    private int trades;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        app = await TestApp.StartAsync(
            azurite,
            typeof(AgentFunctions),
            typeof(AgentSwitchFunctions),
            typeof(ControlStateFunctions),
            typeof(ControlConfigFunctions)
        );

    public ValueTask DisposeAsync() => app.DisposeAsync();

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
        app.Clock.Advance(TimeSpan.FromMinutes(4));
        await other.CheckAsync(Token);
        Assert.Empty(await WokenAsync());
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await other.CheckAsync(Token);
        Assert.Equal([(agent, CycleReason.LevelReached)], await WokenAsync());
    }

    [Fact]
    public async Task A_move_wakes_those_who_hold_the_symbol_once_in_a_quarter_of_an_hour()
    {
        var agent = await HoldingAgentAsync(new { priceMovePct = 0.001 });
        app.Clock.Advance(TimeSpan.FromMinutes(20));
        await CheckAsync();
        Assert.Equal([(agent, CycleReason.PriceMove)], await WokenAsync());
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        await CheckAsync();
        Assert.Empty(await WokenAsync());
    }

    [Fact]
    public async Task A_session_that_ended_is_kept_with_its_positions_once()
    {
        var agent = await HoldingAgentAsync();
        var sessions = app.Services.GetRequiredService<SessionEnds>();
        await sessions.HandleAsync(Token);
        Assert.Empty(await WokenAsync());
        // From 10 in the morning of 3 March to the next.
        app.Clock.Advance(TimeSpan.FromDays(1));
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
        var rows = app.Services.GetRequiredService<InstanceStorage>().Table(TableNames.Market);
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

        var wakeUps = app.Services.GetRequiredService<AgentWakeUps>();
        app.Clock.Advance(TimeSpan.FromMinutes(5));
        await wakeUps.SendToRestingAsync(Token);
        await wakeUps.SendToRestingAsync(Token);
        var before = (await StateAsync(agent)).Performance!.LastPoint;
        Assert.Equal([(agent, CycleReason.Performance)], await WokenAsync(run: true));
        Assert.Equal(before.AddMinutes(5), (await StateAsync(agent)).Performance!.LastPoint);
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
        using var status = await app.GetAsync($"api/v1/agents/{agent}/trading/status", await app.TokenAsync("admin"));
        Assert.False((await TestApp.ReadAsync(status)).GetProperty("killSwitch").GetBoolean());
    }

    private StopChecks NewChecks() => ActivatorUtilities.CreateInstance<StopChecks>(app.Services);

    private Task CheckAsync() => app.Services.GetRequiredService<StopChecks>().CheckAsync(Token);

    /// <summary>Who was woken and why, off the queue; with <paramref name="run"/> their cycles are run.</summary>
    private async Task<IReadOnlyList<(string AgentId, CycleReason Reason)>> WokenAsync(bool run = false)
    {
        var queue = app.Services.GetRequiredService<InstanceStorage>().Queue(QueueNames.AgentCycles);
        var woken = new List<(string AgentId, CycleReason Reason)>();
        foreach (var message in (await queue.ReceiveMessagesAsync(32, cancellationToken: Token)).Value)
        {
            await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt, Token);
            var wakeUp = QueueMessages.Read<AgentCycleMessage>(message.Body.ToString());
            woken.Add((wakeUp.AgentId, wakeUp.Reason));
            if (run)
            {
                await app.Services.GetRequiredService<AgentCycles>().RunAsync(wakeUp, Token);
            }
        }

        return woken;
    }

    /// <summary>An agent that holds AAPL with its levels set, and enters nothing.</summary>
    private async Task<string> HoldingAgentAsync(object? config = null)
    {
        var body = new
        {
            name = "Holder",
            strategy = "balanced",
            initialBudget = 20000,
            riskTolerance = 5,
            assetPreferences = (string[])["KO"],
        };
        using var created = await PostAsync("agents", body);
        var agent = (await TestApp.ReadAsync(created)).GetProperty("agentId").GetString()!;
        using var settings = JsonContentOf(config ?? new { minActivePool = 100_000 });
        using var changed = await app.SendAsync(
            HttpMethod.Put,
            $"api/v1/agents/{agent}/trading/config",
            settings,
            await app.TokenAsync("admin")
        );
        Assert.Equal(200, (int)changed.StatusCode);
        using var activated = await PostAsync($"agents/{agent}/activate");
        await BuyAsync(agent);
        await CycleAsync(agent, CycleReason.DecisionLoop);
        Assert.NotNull((await StateAsync(agent)).Book.StopOf("AAPL"));
        await WokenAsync();
        return agent;
    }

    private static StringContent JsonContentOf(object body) =>
        new(JsonSerializer.Serialize(body), System.Text.Encoding.UTF8, "application/json");

    private async Task CycleAsync(string agent, CycleReason reason) =>
        await app
            .Services.GetRequiredService<AgentCycles>()
            .RunAsync(new AgentCycleMessage(agent, app.Clock.GetUtcNow(), reason), Token);

    /// <summary>Moves the stop above the price or far below it, as a cycle would, and tells the watch of this host.</summary>
    private async Task MoveStopAsync(string agent, bool above)
    {
        var state = await StateAsync(agent);
        var stop = state.Book.StopOf("AAPL")!;
        var moved = stop with { StopLoss = stop.EntryPrice * (above ? 1.2m : 0.5m), TakeProfit = stop.EntryPrice * 2 };
        var book = state.Book.SetStop(moved);
        var outcome = await app.Services.GetRequiredService<AgentStore>().CommitAsync(state, book, [], Token);
        Assert.Equal(CommitOutcome.Committed, outcome);
        app.Services.GetRequiredService<StopChecks>().Watch(agent, book, state.Engine.Config, false);
    }

    private async Task<TradeRecord> BuyAsync(string agent)
    {
        var order = new Order
        {
            TradeId = EntityId.Derive(IdPrefixes.Trade, app.Clock.GetUtcNow(), $"{agent}|{++trades}"),
            AgentId = agent,
            Symbol = "AAPL",
            Action = TradeAction.Buy,
            Quantity = 3,
            SubmittedAt = app.Clock.GetUtcNow(),
        };
        await app
            .Services.GetRequiredService<TradeExecutor>()
            .ExecuteAsync(new TradeOrderMessage(order, "usr_owner"), null!, Token);
        return (await app.Services.GetRequiredService<TradeStore>().FindAsync(agent, order.TradeId, Token))!;
    }

    private async Task<AgentState> StateAsync(string agent) =>
        (await app.Services.GetRequiredService<AgentStore>().FindAsync(agent, Token))!;

    private async Task<JsonElement> GetAsync(string path)
    {
        using var response = await app.GetAsync("api/v1/" + path, await app.TokenAsync("admin"));
        Assert.Equal((path, 200), (path, (int)response.StatusCode));
        return (await TestApp.ReadAsync(response)).GetProperty("items");
    }

    private async Task<HttpResponseMessage> PostAsync(string path, object? body = null) =>
        await app.PostAsync("api/v1/" + path, body, await app.TokenAsync("admin"));
}
