using AgentTrader.Core.Identity;
using AgentTrader.Core.Oversight;
using AgentTrader.Core.Trading.Risk;
using AgentTrader.Services.Agents;
using AgentTrader.Services.Market;
using AgentTrader.Services.Oversight;
using AgentTrader.Services.Trading.Control;

namespace AgentTrader.Services.Tests.Simulation;

/// <summary>What happened while a person looked at a trade: an approved one is looked at again before it is made.</summary>
public sealed class ApprovalRecheckTests
{
    private static readonly Trigger AnyValue = new(TriggerKind.Value);

    [Theory]
    [InlineData(1.021, "The price moved by +2.1 % to ")]
    [InlineData(0.979, "The price moved by -2.1 % to ")]
    [InlineData(1.019, null)]
    [InlineData(0.981, null)]
    public async Task More_than_two_percent_away_from_the_price_that_was_shown_nothing_is_traded(
        double factor,
        string? reason
    )
    {
        await using var scene = new ApprovalScene();
        await scene.HoldAsync(AnyValue, new OversightRules());
        scene.Market.Factor = (decimal)factor;
        await EndsAsync(scene, reason, "more than the 2 % that the agent's rules allow.");
    }

    [Fact]
    public async Task A_breaker_that_opened_since_keeps_the_agent_from_buying()
    {
        await using var scene = new ApprovalScene();
        await scene.HoldAsync(AnyValue);
        var (agents, now) = (scene.Host.Get<AgentStore>(), scene.Host.Get<MarketClock>().MarketNow);
        var state = (await agents.FindAsync(scene.Request.AgentId, default))!;
        var breaker = new CircuitBreaker(CircuitBreakerKind.DailyLoss, now, now.AddHours(1), 0.05, 0.06);
        var book = state.Book.Remember(state.Book.Engine with { Breakers = [breaker] });
        Assert.Equal(CommitOutcome.Committed, await agents.CommitAsync(state, book, [], default));
        await EndsAsync(scene, "A circuit breaker has stopped the agent's buying", "since approvers were asked.");
    }

    [Fact]
    public async Task Cash_that_no_longer_suffices_buys_nothing()
    {
        await using var scene = new ApprovalScene();
        var quote = await scene.Market.GetQuoteAsync(ApprovalScene.Symbol, scene.Clock.GetUtcNow(), default);
        await scene.HoldAsync(AnyValue, quantity: (long)(99_000 / quote!.Price));
        scene.Market.Factor = 1.02m;
        await EndsAsync(scene, "Buying ", " costs 100,");
    }

    [Fact]
    public async Task A_quota_that_is_used_up_makes_no_trade()
    {
        await using var scene = new ApprovalScene();
        await scene.HoldAsync(AnyValue);
        await scene
            .Host.Get<AgentService>()
            .UpdateAsync(
                ApprovalScene.CallerOf("usr_trader", Roles.Trader, "quota"),
                scene.Request.AgentId,
                new UpdateAgentRequest { QuotaConfig = new UpdateQuotaRequest(BudgetPerMonth: 0.5m) },
                default
            );
        await EndsAsync(scene, "The agent's monthly quota is used up", "wait for the first of the month.");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_kill_switch_turned_on_since_stops_the_trade(bool ofTheAgent)
    {
        await using var scene = new ApprovalScene();
        await scene.HoldAsync(AnyValue);
        var admin = ApprovalScene.CallerOf("usr_admin", Roles.Admin, "kill");
        var on = new KillSwitchRequest(true, "A drill.");
        await (
            ofTheAgent
                ? scene.Host.Get<AgentControls>().SetKillSwitchAsync(admin, scene.Request.AgentId, on, default)
                : scene.Host.Get<TradingControls>().SetKillSwitchAsync(admin, on, default)
        );
        // What another host read before is good for a moment; a new process reads it anew.
        scene.Restart();
        await EndsAsync(scene, "The kill switch is on", "until it is turned off.");
    }

    /// <summary>Approves, and checks that the trade is filled, or that the approver reads why it is not.</summary>
    private static async Task EndsAsync(ApprovalScene scene, string? reason, string end)
    {
        var answer = await scene.SayAsync(new(OversightVerdict.Approved), "usr_approver", "1");
        Assert.Equal((OversightStatus.Approved, reason is null), (answer.Status, answer.TradeExecuted));
        var stored = await scene.StoredAsync();
        Assert.Equal(reason is null ? 1 : 0, stored.Fills);
        var agent = stored.Agents.Single();
        Assert.Null(agent.Book.PendingApprovalTradeId);
        // Nobody said no to the symbol.
        Assert.Empty(agent.Book.Engine.Avoided);
        var trade = agent.Trades[scene.Request.TradeId];
        Assert.Equal(trade.FailureReason, answer.FailureReason);
        if (reason is null)
        {
            Assert.Null(answer.FailureReason);
        }
        else
        {
            Assert.StartsWith(reason, answer.FailureReason, StringComparison.Ordinal);
            Assert.Contains(end, answer.FailureReason, StringComparison.Ordinal);
        }
    }
}
