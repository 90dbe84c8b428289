using System.Text.Json;
using AgentTrader.Core.Identity;
using AgentTrader.Testing;

namespace AgentTrader.Functions.Tests.Notifications;

/// <summary>What happens reaches the open dashboards of those it concerns, and the audit log.</summary>
public sealed class EventTests(ProductFixture fixture, AzuriteFixture azurite) : ProductTest(fixture, azurite)
{
    [Fact]
    public async Task A_trade_is_seen_live_by_its_owner_and_by_readers_and_by_no_other_trader()
    {
        var agent = await ActiveAgentAsync();
        await using var owner = await LiveEvents.ConnectAsync(agent.Owner);
        await using var viewer = await LiveEvents.ConnectAsync(Product.NewUser(Roles.Viewer));
        var stranger = await ActiveAgentAsync();
        await using var other = await LiveEvents.ConnectAsync(stranger.Owner);

        var trade = (await agent.FilledAsync("buy", "KO", 1))["tradeId"];
        foreach (var dashboard in (LiveEvents[])[owner, viewer])
        {
            Assert.Equal("pending", StatusOf(await dashboard.NextAsync("trade.submitted", agent.Id), trade));
            Assert.Equal("completed", StatusOf(await dashboard.NextAsync("trade.executed", agent.Id), trade));
        }

        // The stranger's own trade comes after it, so nothing of the first is still on its way.
        await stranger.FilledAsync("buy", "KO", 1);
        await other.NextAsync("trade.executed", stranger.Id);
        Assert.All(other.Seen, message => Assert.Equal(stranger.Id, message.GetProperty("agentId").GetString()));
    }

    [Fact]
    public async Task What_a_portfolio_is_worth_is_told_with_each_fill_and_is_no_deed_to_audit()
    {
        var agent = await ActiveAgentAsync();
        await using var owner = await LiveEvents.ConnectAsync(agent.Owner);
        await agent.FilledAsync("buy", "KO", 100);
        JsonElement told;
        decimal value;
        do
        {
            // The market's five minutes may have been told of first, when there was nothing but cash.
            told = (await owner.NextAsync("portfolio.update", agent.Id)).GetProperty("data");
            value = told.GetProperty("totalValue").GetDecimal();
        } while (value == 100_000m);

        // 100 shares were paid for with the spread and a fee, and are worth about as much.
        Assert.InRange(value, 99_000m, 99_999.99m);
        Assert.Equal(value - 100_000m, told.GetProperty("dayReturn").GetDecimal());
        var admin = Product.NewUser(Roles.Admin);
        await Eventually.GetAsync(
            () => admin.GetAsync("audit?action=trade.executed&resourceType=trade"),
            page => page.Body.GetProperty("items").GetArrayLength() > 0
        );
        var entries = (await admin.GetAsync("audit?action=portfolio.update")).Body.GetProperty("items");
        Assert.Empty(entries.EnumerateArray());
    }

    [Fact]
    public async Task An_approval_is_told_live_when_it_is_asked_for_and_when_it_is_decided()
    {
        await using var approvals = await LiveEvents.ConnectAsync(Product.NewUser(Roles.Approver));
        var agent = await ActiveAgentAsync(threshold: 1_000m);
        await agent.AcceptedAsync("buy", "AAPL", 20);
        var request = await agent.PendingApprovalAsync();
        var asked = (await approvals.NextAsync("oversight.request", agent.Id)).GetProperty("data");
        Assert.Equal(request, asked.GetProperty("requestId").GetString());
        Assert.Equal("pending", asked.GetProperty("status").GetString());
        await Product
            .NewUser(Roles.Approver)
            .PostAsync($"oversight/requests/{request}/decision", new { decision = "rejected", reason = "No." });
        var decided = (await approvals.NextAsync("oversight.decided", agent.Id)).GetProperty("data");
        Assert.Equal("rejected", decided.GetProperty("status").GetString());
        Assert.Equal("cancelled", StatusOf(await approvals.NextAsync("trade.failed", agent.Id), null));
    }

    [Fact]
    public async Task The_audit_log_holds_who_did_what_once_and_verifies()
    {
        var agent = await ActiveAgentAsync(threshold: 1_000m);
        var trade = await agent.AcceptedAsync("buy", "AAPL", 20);
        var request = await agent.PendingApprovalAsync();
        var approver = Product.NewUser(Roles.Approver);
        await approver.PostAsync($"oversight/requests/{request}/decision", new { decision = "approved" });
        await agent.TradeIsAsync(trade, "completed");

        var admin = Product.NewUser(Roles.Admin);
        Assert.Equal(
            [$"trade.executed by {approver.UserId}", $"trade.submitted by {agent.Owner.UserId}"],
            await AuditOfAsync(admin, trade, 2)
        );
        Assert.Equal(
            [$"oversight.decided by {approver.UserId}", "oversight.request by "],
            await AuditOfAsync(admin, request, 2)
        );
        Assert.Equal(
            [$"agent.created by {agent.Owner.UserId}", $"agent.updated by {agent.Owner.UserId}"],
            await AuditOfAsync(admin, agent.Id, 2)
        );
        var verified = await admin.GetAsync("audit/verify");
        Assert.True(verified.Body.GetProperty("valid").GetBoolean(), verified.ToString());
        Assert.True(verified.Body.GetProperty("entries").GetInt64() >= 6);
    }

    private static string StatusOf(JsonElement message, string? trade)
    {
        var data = message.GetProperty("data");
        if (trade is not null)
        {
            Assert.Equal(trade, data.GetProperty("tradeId").GetString());
        }

        return data.GetProperty("status").GetString()!;
    }

    /// <summary>Waits until the log has so many entries about something; gives what was done by whom.</summary>
    private static async Task<IEnumerable<string>> AuditOfAsync(ApiClient admin, string resource, int count)
    {
        var page = await Eventually.GetAsync(
            () => admin.GetAsync("audit?resourceId=" + resource),
            page => page.Body.GetProperty("items").GetArrayLength() >= count
        );
        return page
            .Body.GetProperty("items")
            .EnumerateArray()
            .Select(entry => $"{entry.GetProperty("action").GetString()} by {entry.GetProperty("userId").GetString()}")
            .Order(StringComparer.Ordinal);
    }
}
