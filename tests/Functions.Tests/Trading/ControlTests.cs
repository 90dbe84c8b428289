using System.Text.Json;
using AgentTrader.Core.Trading;
using AgentTrader.Core.Trading.Risk;
using AgentTrader.Functions.Agents;
using AgentTrader.Functions.Audit;
using AgentTrader.Functions.Tests.Http;
using AgentTrader.Functions.Trading;
using AgentTrader.Services;
using AgentTrader.Services.Audit;
using AgentTrader.Services.Market;
using AgentTrader.Services.Storage;
using AgentTrader.Services.Trading.Control;
using AgentTrader.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace AgentTrader.Functions.Tests.Trading;

/// <summary>The engine's controls over the API, each over the storage; cycles and orders are run by the test.</summary>
public sealed partial class ControlTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private TestApp app = null!;
    private int trades;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        app = await TestApp.StartAsync(
            azurite,
            typeof(AgentFunctions),
            typeof(DecisionFunctions),
            typeof(AuditFunctions),
            typeof(RecordAudit),
            typeof(ControlConfigFunctions),
            typeof(ControlStateFunctions),
            typeof(ControlSwitchFunctions)
        );

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task A_new_agent_goes_by_the_settings_of_the_document()
    {
        var agent = await AgentAsync();
        var shown = await GetAsync($"{agent}/trading/config");
        Assert.Equal(0, shown.GetProperty("version").GetInt32());
        var expected = JsonSerializer.SerializeToElement(EngineConfig.Default, ApiJson.Options);
        Assert.True(JsonElement.DeepEquals(expected, shown.GetProperty("config")));
    }

    [Fact]
    public async Task A_change_keeps_what_it_does_not_name_and_every_version_is_kept()
    {
        var agent = await AgentAsync();
        await PutAsync($"{agent}/trading/config", new { reserveSiphonPct = 0.125, reEntryBan = "1.00:00:00" });
        await PutAsync($"{agent}/trading/config", new { maxOpenPositions = 3 });
        await PutAsync($"{agent}/trading/config", new { maxOpenPositions = 3 });
        var shown = await GetAsync($"{agent}/trading/config");
        Assert.Equal(2, shown.GetProperty("version").GetInt32());
        Assert.Equal(0.125m, shown.GetProperty("config").GetProperty("reserveSiphonPct").GetDecimal());
        Assert.Equal("1.00:00:00", shown.GetProperty("config").GetProperty("reEntryBan").GetString());
        Assert.Equal(3, shown.GetProperty("config").GetProperty("maxOpenPositions").GetInt32());
        var versions = (await GetAsync($"{agent}/trading/config/versions")).GetProperty("items").EnumerateArray();
        Assert.Equal([2, 1], versions.Select(version => version.GetProperty("version").GetInt32()));
        var state = await StateAsync(agent);
        Assert.Equal((3, 0.125m), (state.Engine.Config.MaxOpenPositions, state.Engine.Config.ReserveSiphonPct));
    }

    [Fact]
    public async Task A_change_is_audited_with_what_was_before_and_after()
    {
        var agent = await AgentAsync();
        await PutAsync($"{agent}/trading/config", new { tranches = 2, manualTier = "aggressive" });
        var changes = (await AuditedAsync("engine.configured")).GetProperty("details").GetProperty("changes");
        Assert.Equal(["manualTier", "tranches"], changes.EnumerateObject().Select(change => change.Name).Order());
        Assert.Equal(3, changes.GetProperty("tranches").GetProperty("before").GetInt32());
        Assert.Equal(2, changes.GetProperty("tranches").GetProperty("after").GetInt32());
        Assert.Equal(JsonValueKind.Null, changes.GetProperty("manualTier").GetProperty("before").ValueKind);
    }

    [Fact]
    public async Task Settings_out_of_their_range_and_unknown_ones_are_all_named()
    {
        var agent = await AgentAsync();
        Assert.Equal(
            ["dailyLossPct", "maxOpenPositions"],
            await ErrorsAsync($"{agent}/trading/config", new { maxOpenPositions = 0, dailyLossPct = 2 })
        );
        Assert.Equal(
            ["maxPositions", "tranches"],
            await ErrorsAsync($"{agent}/trading/config", new { maxPositions = 3, tranches = "three" })
        );
        Assert.Equal(0, (await StateAsync(agent)).Engine.Version);
    }

    [Fact]
    public async Task Traders_steer_their_own_agents_and_viewers_none()
    {
        var agent = await AgentAsync();
        Assert.Equal(403, await PutStatusAsync($"{agent}/trading/config", "viewer"));
        Assert.Equal(404, await PutStatusAsync($"{agent}/trading/config", "trader"));
        Assert.Equal(200, await PutStatusAsync($"{agent}/trading/config", "admin"));
        foreach (var path in (string[])["pause", "resume", "kill-switch"])
        {
            using var refused = await PostAsync($"trading/{path}", new { on = true, reason = "no" }, "trader");
            Assert.Equal(403, (int)refused.StatusCode);
        }
    }

    [Fact]
    public async Task A_changed_setting_changes_a_decision_of_the_next_cycle()
    {
        var (one, other) = (await ActiveAgentAsync(), await ActiveAgentAsync());
        await PutAsync($"{other}/trading/config", new { minActivePool = 100000 });
        await CycleAsync(one);
        await CycleAsync(other);
        var free = await DecisionsAsync(one);
        var held = await DecisionsAsync(other);
        Assert.Contains(free, decision => decision.GetProperty("decision").GetString() == "act");
        Assert.DoesNotContain(held, decision => decision.GetProperty("decision").GetString() == "act");
        Assert.Contains(held, decision => decision.GetProperty("skipReason").GetString() == "active_pool_too_small");
    }

    [Fact]
    public async Task A_disabled_engine_decides_nothing()
    {
        var agent = await ActiveAgentAsync();
        await PutAsync($"{agent}/trading/config", new { enabled = false });
        await CycleAsync(agent);
        Assert.Empty(await DecisionsAsync(agent));
        Assert.False((await GetAsync($"{agent}/trading/status")).GetProperty("enabled").GetBoolean());
    }

    [Fact]
    public async Task An_operators_risk_tier_holds_until_the_engine_may_choose_again()
    {
        var agent = await AgentAsync();
        await PutAsync($"{agent}/trading/risk-tier", new { tier = "aggressive" });
        var status = await GetAsync($"{agent}/trading/status");
        Assert.Equal("aggressive", status.GetProperty("riskTier").GetString());
        Assert.True(status.GetProperty("riskTierIsManual").GetBoolean());
        await PutAsync($"{agent}/trading/risk-tier", new { tier = (string?)null });
        status = await GetAsync($"{agent}/trading/status");
        Assert.Equal("moderate", status.GetProperty("riskTier").GetString());
        Assert.False(status.GetProperty("riskTierIsManual").GetBoolean());
    }

    [Fact]
    public async Task While_the_instance_is_paused_no_engine_decides()
    {
        var agent = await ActiveAgentAsync();
        using (var paused = await PostAsync("trading/pause", null))
        {
            Assert.True((await TestApp.ReadAsync(paused)).GetProperty("paused").GetBoolean());
        }

        await CycleAsync(agent);
        Assert.Empty(await DecisionsAsync(agent));
        using var resumed = await PostAsync("trading/resume", null);
        await CycleAsync(agent);
        Assert.NotEmpty(await DecisionsAsync(agent));
    }

    [Fact]
    public async Task With_the_kill_switch_on_nothing_is_traded_by_nobody()
    {
        var agent = await ActiveAgentAsync();
        Assert.Equal(TradeStatus.Completed, (await TradeAsync(agent, TradeAction.Buy, 3)).Status);
        using (var on = await PostAsync("trading/kill-switch", new { on = true, reason = "A drill." }))
        {
            Assert.Equal(200, (int)on.StatusCode);
        }

        var refused = await TradeAsync(agent, TradeAction.Buy, 1);
        Assert.Equal(TradeStatus.Cancelled, refused.Status);
        Assert.Contains("kill switch", refused.FailureReason, StringComparison.Ordinal);
        Assert.Equal(TradeStatus.Cancelled, (await TradeAsync(agent, TradeAction.Sell, 1)).Status);
        await CycleAsync(agent);
        Assert.Empty(await DecisionsAsync(agent));
        using var off = await PostAsync("trading/kill-switch", new { on = false });
        Assert.Equal(TradeStatus.Completed, (await TradeAsync(agent, TradeAction.Buy, 1)).Status);
        Assert.Equal(4, (await StateAsync(agent)).Book.PositionIn("AAPL")!.Quantity);
    }

    [Fact]
    public async Task The_kill_switch_wants_a_reason_and_is_audited()
    {
        using (var refused = await PostAsync("trading/kill-switch", new { on = true }))
        {
            Assert.Equal(400, (int)refused.StatusCode);
        }

        using var on = await PostAsync("trading/kill-switch", new { on = true, reason = "A drill." });
        var status = await GetAsync("trading/status", "viewer");
        Assert.True(status.GetProperty("killSwitch").GetBoolean());
        Assert.Equal("A drill.", status.GetProperty("reason").GetString());
        var entries = (await GetAsync("audit?action=trading.kill_switch_on")).GetProperty("items").EnumerateArray();
        var entry = Assert.Single(entries);
        Assert.Equal("A drill.", entry.GetProperty("details").GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Another_host_hears_of_the_kill_switch_within_a_second()
    {
        var other = new TradingControls(
            app.Services.GetRequiredService<InstanceStorage>(),
            app.Services.GetRequiredService<AuditLog>(),
            app.Clock
        );
        Assert.False((await other.CurrentAsync(Token)).KillSwitch);
        using var on = await PostAsync("trading/kill-switch", new { on = true, reason = "A drill." });
        app.Clock.Advance(SharedRow<TradingControl>.Freshness);
        Assert.True((await other.CurrentAsync(Token)).KillSwitch);
    }

    [Fact]
    public async Task An_open_breaker_is_shown_with_its_reason_and_how_long_it_lasts()
    {
        var agent = await ActiveAgentAsync();
        var now = app.Services.GetRequiredService<MarketClock>().MarketNow;
        await CommitAsync(
            agent,
            book =>
                book.Remember(
                    book.Engine with
                    {
                        Breakers =
                        [
                            new(CircuitBreakerKind.DailyLoss, now, now.AddMinutes(10), 0.05, 0.08),
                            new(CircuitBreakerKind.StopHits, now.AddHours(-3), now.AddHours(-1), 3, 4),
                        ],
                    }
                )
        );
        var open = (await GetAsync($"{agent}/trading/circuit-breakers")).GetProperty("open").EnumerateArray();
        var breaker = Assert.Single(open);
        Assert.Equal("daily_loss", breaker.GetProperty("kind").GetString());
        Assert.Equal(600, breaker.GetProperty("cooldownSeconds").GetInt64());
        Assert.Equal(
            "The portfolio lost 8.0 percent within the day, more than 5.0.",
            breaker.GetProperty("reason").GetString()
        );
    }

    [Fact]
    public async Task Lots_stops_reserve_and_performance_tell_what_the_book_holds()
    {
        var agent = await ActiveAgentAsync();
        await TradeAsync(agent, TradeAction.Buy, 2);
        await TradeAsync(agent, TradeAction.Buy, 1);
        await CycleAsync(agent);
        var now = app.Services.GetRequiredService<MarketClock>().MarketNow;
        await CommitAsync(agent, book => book.MoveReserve(ReserveTrigger.ManualAdjustment, 250m, now));

        var first = await GetAsync($"{agent}/trading/lots?pageSize=1");
        Assert.Equal(2, Assert.Single(first.GetProperty("items").EnumerateArray()).GetProperty("quantity").GetInt64());
        var token = Uri.EscapeDataString(first.GetProperty("nextPageToken").GetString()!);
        var second = await GetAsync($"{agent}/trading/lots?pageSize=1&pageToken={token}");
        Assert.Equal(1, Assert.Single(second.GetProperty("items").EnumerateArray()).GetProperty("quantity").GetInt64());

        var stops = (await GetAsync($"{agent}/trading/stops")).GetProperty("items").EnumerateArray().ToList();
        var stop = stops.Single(each => each.GetProperty("symbol").GetString() == "AAPL");
        Assert.Equal(3, stop.GetProperty("quantity").GetInt64());
        Assert.True(stop.GetProperty("stopLoss").GetDecimal() < stop.GetProperty("entryPrice").GetDecimal());

        var reserve = await GetAsync($"{agent}/trading/reserve");
        Assert.Equal(250m, reserve.GetProperty("balance").GetDecimal());
        var entry = Assert.Single(reserve.GetProperty("items").EnumerateArray());
        Assert.Equal("manual_adjustment", entry.GetProperty("trigger").GetString());

        var status = await GetAsync($"{agent}/trading/status");
        var performance = await GetAsync($"{agent}/trading/performance");
        Assert.Equal(250m, status.GetProperty("reservePool").GetDecimal());
        var summary = (await GetAsync(agent)).GetProperty("portfolio");
        Assert.Equal(250m, summary.GetProperty("reservePool").GetDecimal());
        Assert.Equal(
            stops.Sum(each => each.GetProperty("heat").GetDecimal()),
            status.GetProperty("portfolioHeat").GetDecimal()
        );
        Assert.Equal(
            performance.GetProperty("totalValue").GetDecimal() - 250m,
            status.GetProperty("activePool").GetDecimal()
        );
        Assert.Equal(JsonValueKind.String, status.GetProperty("lastDecision").ValueKind);
        var moved = (await GetAsync($"{agent}/trading/stops/history")).GetProperty("items").EnumerateArray();
        var kept = (await StateAsync(agent)).Book.Stops;
        // To four decimals, as they are gone by.
        Assert.Superset(
            kept.Select(stop => stop.StopLoss).ToHashSet(),
            moved.Select(change => change.GetProperty("stopLoss").GetDecimal()).ToHashSet()
        );
        Assert.Contains(kept, stop => stop.StopLoss != decimal.Round(stop.StopLoss, 2));
    }
}
