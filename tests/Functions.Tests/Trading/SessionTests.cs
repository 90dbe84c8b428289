using System.Text.Json;
using AgentTrader.Core.Agents;
using AgentTrader.Core.Market.Signals;
using AgentTrader.Core.Trading;
using AgentTrader.Core.Trading.Risk;
using AgentTrader.Services.Trading;
using AgentTrader.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace AgentTrader.Functions.Tests.Trading;

/// <summary>What is due at the close of a session and at the beginning of a week (document 5, requirements 5 and 8).</summary>
public sealed class SessionTests(AzuriteFixture azurite) : TimedAgentTest(azurite)
{
    private static readonly DateTimeOffset Close = new(2025, 3, 3, 21, 0, 0, TimeSpan.Zero);

    private SessionEnds Sessions => App.Services.GetRequiredService<SessionEnds>();

    [Fact]
    public async Task The_risk_tier_is_judged_at_the_close_by_what_the_session_closed_on()
    {
        var agent = await LosingAgentAsync();
        await Sessions.HandleAsync(Token);
        AdvanceTo(Close.AddSeconds(-1));
        await Sessions.HandleAsync(Token);
        Assert.Empty(await WokenAsync());
        Assert.Equal(RiskTier.Moderate, await TierAsync(agent));
        AdvanceTo(Close);
        await Sessions.HandleAsync(Token);
        Assert.Equal([(agent, CycleReason.SessionEnd)], await WokenAsync(run: true));
        Assert.Equal(RiskTier.Conservative, await TierAsync(agent));
        Assert.Equal(Close, Assert.Single(await TierChangesAsync(agent)));
        // Neither a message that comes twice nor the next session judges it again.
        await CycleAsync(agent, CycleReason.SessionEnd);
        AdvanceTo(Close.AddHours(18));
        await CycleAsync(agent, CycleReason.DecisionLoop);
        Assert.Single(await TierChangesAsync(agent));
    }

    [Fact]
    public async Task A_close_that_nobody_lived_through_is_judged_by_its_own_prices_before_the_next_decision()
    {
        var agent = await LosingAgentAsync();
        var held = (await StateAsync(agent)).Book.PositionIn("AAPL")!.Quantity;
        AdvanceTo(Close.AddHours(18));
        await CycleAsync(agent, CycleReason.DecisionLoop);
        Assert.Equal(RiskTier.Conservative, await TierAsync(agent));
        var told = Assert.Single(await EventsAsync(agent, "tier_changed"));
        Assert.Equal(Close, told.GetProperty("at").GetDateTimeOffset());
        var state = (await StateAsync(agent)).Book;
        var price = await App
            .Services.GetRequiredService<Services.Market.IMarketData>()
            .GetQuoteAsync("AAPL", Close, Token);
        var value = state.Cash + (price!.Bid * held);
        var drawdown = told.GetProperty("tierChange").GetProperty("metrics").GetProperty("drawdown").GetDouble();
        Assert.Equal(1 - ((double)value / 40_000), drawdown, 1e-6);
    }

    [Fact]
    public async Task A_paused_engine_is_not_judged_before_it_goes_on()
    {
        var agent = await LosingAgentAsync();
        using (var paused = await PostAsync($"agents/{agent}/trading/pause"))
        {
            Assert.Equal(200, (int)paused.StatusCode);
        }

        AdvanceTo(Close);
        await CycleAsync(agent, CycleReason.SessionEnd);
        Assert.Equal(RiskTier.Moderate, await TierAsync(agent));
        using var resumed = await PostAsync($"agents/{agent}/trading/resume");
        AdvanceTo(Close.AddHours(18));
        await CycleAsync(agent, CycleReason.DecisionLoop);
        Assert.Equal(Close, Assert.Single(await TierChangesAsync(agent)));
    }

    [Fact]
    public async Task On_Monday_positions_are_trimmed_with_the_first_cycle_of_the_trading_window_by_New_Yorks_clock()
    {
        // Its cycle has rebalanced for this week; from now on the position is far too large.
        var agent = await HoldingAgentAsync(new { minActivePool = 100_000, volatilityChangePct = 10 });
        Assert.Equal(TradeStatus.Completed, (await BuyAsync(agent, 40)).Status);
        await CycleAsync(agent, CycleReason.DecisionLoop);
        await MoveStopAsync(agent, above: false);
        // No chart speaks against what a recommendation bought.
        await CommitAsync(agent, book => book.SetStop(book.StopOf("AAPL")! with { Kind = SignalKind.Recommendation }));
        AdvanceTo(new DateTimeOffset(2025, 3, 7, 15, 0, 0, TimeSpan.Zero));
        await CycleAsync(agent, CycleReason.DecisionLoop);
        Assert.Empty(await EventsAsync(agent, "rebalanced"));
        // Since Sunday, New York is four hours from Greenwich and not five.
        var window = new DateTimeOffset(2025, 3, 10, 13, 45, 0, TimeSpan.Zero);
        AdvanceTo(window.AddMinutes(-1));
        await CycleAsync(agent, CycleReason.DecisionLoop);
        Assert.Empty(await EventsAsync(agent, "rebalanced"));
        AdvanceTo(window);
        await CycleAsync(agent, CycleReason.DecisionLoop);
        Assert.Equal(
            window,
            Assert.Single(await EventsAsync(agent, "rebalanced")).GetProperty("at").GetDateTimeOffset()
        );
        AdvanceTo(window.AddMinutes(1));
        await CycleAsync(agent, CycleReason.DecisionLoop);
        Assert.Single(await EventsAsync(agent, "rebalanced"));
    }

    private void AdvanceTo(DateTimeOffset at) => App.Clock.Advance(at - App.Clock.GetUtcNow());

    /// <summary>An agent that holds a position and was worth 40,000 once, twice what it is worth now.</summary>
    private async Task<string> LosingAgentAsync()
    {
        var agent = await HoldingAgentAsync();
        await CommitAsync(agent, book => book.Remember(book.Engine with { PeakValue = 40_000m }));
        return agent;
    }

    private async Task<RiskTier> TierAsync(string agent)
    {
        var state = await StateAsync(agent);
        return state.Book.Engine.TierFor(Strategy.Balanced, state.Engine.Config);
    }

    private async Task<IEnumerable<DateTimeOffset>> TierChangesAsync(string agent) =>
        (await EventsAsync(agent, "tier_changed")).Select(told => told.GetProperty("at").GetDateTimeOffset());

    private async Task<IReadOnlyList<JsonElement>> EventsAsync(string agent, string kind) =>
        [
            .. (await GetAsync($"agents/{agent}/trading/events"))
                .EnumerateArray()
                .Where(told => told.GetProperty("kind").GetString() == kind),
        ];
}
