using AgentTrader.Core.Identity;
using AgentTrader.Functions.Tests.Notifications;
using AgentTrader.Functions.Tests.Trading;
using AgentTrader.Testing;

namespace AgentTrader.Functions.Tests.Oversight;

/// <summary>Ten minutes in moments: what becomes of a trade that nobody decides about in time.</summary>
[Collection(nameof(ClockedProduct))]
public sealed class ApprovalDeadlineTests(ClockedProduct app)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private static readonly (TimeSpan After, string Type, string Mark)[] Steps =
    [
        (TimeSpan.FromMinutes(5), "oversight.reminded", "remindedAt"),
        (TimeSpan.FromMinutes(8), "oversight.escalated", "escalatedAt"),
    ];

    [Fact]
    public async Task After_ten_minutes_without_a_decision_the_trade_is_cancelled_and_the_agent_trades_again()
    {
        var (agent, trade, request) = await HeldAsync();
        app.Clock.Advance(Lifetime - TimeSpan.FromSeconds(30));
        Assert.Equal("pending", (await RequestAsync(request))["status"]);
        Assert.Equal("pending_approval", (await agent.TradeIsAsync(trade, "pending_approval"))["status"]);

        app.Clock.Advance(TimeSpan.FromSeconds(30));
        var cancelled = await agent.TradeIsAsync(trade, "cancelled");
        Assert.Equal("No approver decided within 10 minutes.", cancelled["failureReason"]);
        Assert.Equal("expired", (await RequestAsync(request))["status"]);
        var late = await DecideAsync(request);
        Assert.Equal((409, "/problems/already-decided"), (late.Status, late["type"]));
        Assert.Equal(100_000m, await Ledger.AssertBalancedAsync(agent));
        await agent.FilledAsync("buy", "KO", 1);
    }

    [Fact]
    public async Task Approvers_are_reminded_at_half_of_the_time_and_the_next_are_asked_at_four_fifths()
    {
        await using var approvals = await LiveEvents.ConnectAsync(app.Product.NewUser(Roles.Approver));
        var (agent, trade, request) = await HeldAsync();
        var made = (await RequestAsync(request)).Body.GetProperty("createdAt").GetDateTimeOffset();
        Assert.Null((await RequestAsync(request))["remindedAt"]);
        foreach (var (after, type, mark) in Steps)
        {
            app.Clock.Advance(made + after - app.Clock.GetUtcNow());
            var told = (await approvals.NextAsync(type, agent.Id)).GetProperty("data");
            Assert.Equal(request, told.GetProperty("requestId").GetString());
            Assert.Equal("pending", told.GetProperty("status").GetString());
            Assert.True(told.GetProperty(mark).GetDateTimeOffset() >= made + after);
        }

        Assert.Equal(200, (await DecideAsync(request)).Status);
        await agent.TradeIsAsync(trade, "completed");
    }

    [Fact]
    public async Task A_decision_in_the_last_instant_and_the_deadline_lead_to_one_end()
    {
        for (var round = 0; round < 6; round++)
        {
            var (agent, trade, request) = await HeldAsync();
            var expiresAt = (await RequestAsync(request)).Body.GetProperty("expiresAt").GetDateTimeOffset();
            app.Clock.Advance(expiresAt - app.Clock.GetUtcNow() - TimeSpan.FromMilliseconds(5 * round));
            var answer = await DecideAsync(request);
            var ended = await Eventually.GetAsync(
                () => agent.Owner.GetAsync($"{agent.Path}/trades/{trade}"),
                found => found["status"] is "completed" or "cancelled"
            );
            var decided = (await RequestAsync(request))["status"];
            Assert.Equal(
                (answer.Status == 200 ? "approved" : "expired", answer.Status == 200 ? "completed" : "cancelled"),
                (decided, ended["status"])
            );
            Assert.Contains(answer.Status, new[] { 200, 409 });
            await Ledger.AssertBalancedAsync(agent);
        }
    }

    private async Task<(TestAgent Agent, string TradeId, string RequestId)> HeldAsync()
    {
        var agent = await TestAgent.CreateActiveAsync(app.Product.NewUser(Roles.Trader), 100_000m, 1_000m);
        var trade = await agent.AcceptedAsync("buy", "AAPL", 20);
        return (agent, trade, await agent.PendingApprovalAsync());
    }

    private Task<Answer> RequestAsync(string request) =>
        app.Product.NewUser(Roles.Viewer).GetAsync("oversight/requests/" + request);

    private Task<Answer> DecideAsync(string request) =>
        app
            .Product.NewUser(Roles.Approver)
            .PostAsync($"oversight/requests/{request}/decision", new { decision = "approved" });
}
