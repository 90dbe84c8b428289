using AgentTrader.Core.Identity;
using AgentTrader.Functions.Tests.Trading;
using AgentTrader.Testing;

namespace AgentTrader.Functions.Tests.Agents;

/// <summary>Stopping and deleting agents: their positions are sold, and nothing is left waiting.</summary>
public sealed class AgentClosingTests(ProductFixture fixture, AzuriteFixture azurite) : ProductTest(fixture, azurite)
{
    private ApiClient Admin => Product.NewUser(Roles.Admin);

    [Fact]
    public async Task A_stopped_agent_has_sold_everything_and_never_trades_again()
    {
        var agent = await ActiveAgentAsync();
        await agent.FilledAsync("buy", "AAPL", 10);
        await agent.FilledAsync("buy", "KO", 20);
        var stopped = await agent.Owner.PostAsync(agent.Path + "/stop");
        Assert.Equal((200, "stopped"), (stopped.Status, stopped["status"]));
        Assert.Empty(stopped.Body.GetProperty("portfolio").GetProperty("positions").EnumerateArray());
        var cash = await Ledger.AssertBalancedAsync(agent);
        Assert.Equal(cash, stopped.Body.GetProperty("portfolio").GetProperty("value").GetDecimal());
        Assert.Equal(4, (await agent.TradesAsync()).Count);

        Assert.Equal(409, (await agent.Owner.PostAsync(agent.Path + "/activate")).Status);
        Assert.Equal(409, (await agent.Owner.PostAsync(agent.Path + "/pause")).Status);
        Assert.Equal(409, (await agent.SubmitAsync("buy", "KO", 1)).Status);
        Assert.Equal(200, (await agent.Owner.PostAsync(agent.Path + "/stop")).Status);
        Assert.Equal(4, (await agent.TradesAsync()).Count);
    }

    [Fact]
    public async Task A_deleted_agent_says_what_it_sold_and_is_gone()
    {
        var agent = await ActiveAgentAsync();
        var bought = (await agent.FilledAsync("buy", "AAPL", 10)).Money("totalCost");
        var deleted = await Admin.DeleteAsync(agent.Path);
        Assert.Equal((200, "deleted", agent.Id), (deleted.Status, deleted["status"], deleted["agentId"]));
        var sale = Assert.Single(deleted.Body.GetProperty("liquidationTrades").EnumerateArray());
        Assert.Equal("AAPL", sale.GetProperty("symbol").GetString());
        Assert.Equal(10, sale.GetProperty("quantity").GetInt64());
        var proceeds = sale.GetProperty("proceeds").GetDecimal();
        // The fee of the sale is a dollar.
        Assert.Equal(100_000m - bought + proceeds - 1m, deleted.Money("finalPortfolioValue"));
        Assert.True(deleted.Body.GetProperty("deletedAt").GetDateTimeOffset() > DateTimeOffset.UnixEpoch);
        await GoneAsync(agent);
    }

    [Fact]
    public async Task A_deleted_agent_keeps_its_positions_if_asked_to()
    {
        var agent = await ActiveAgentAsync();
        await agent.FilledAsync("buy", "AAPL", 10);
        var deleted = await Admin.DeleteAsync(agent.Path + "?liquidate=false");
        Assert.Equal(200, deleted.Status);
        Assert.Empty(deleted.Body.GetProperty("liquidationTrades").EnumerateArray());
        await GoneAsync(agent);
    }

    [Fact]
    public async Task A_stop_among_trades_leaves_nothing_held_and_no_trade_open()
    {
        var agent = await ActiveAgentAsync();
        var trades = Enumerable.Range(1, 10).Select(shares => agent.SubmitAsync("buy", "KO", shares));
        var stop = agent.Owner.PostAsync(agent.Path + "/stop");
        var submitted = await Task.WhenAll(trades);
        Assert.All(submitted, answer => Assert.Contains(answer.Status, new[] { 202, 409 }));
        Assert.Equal(200, (await stop).Status);
        await Eventually.GetAsync(
            agent.TradesAsync,
            all => all.All(trade => trade.GetProperty("status").GetString() is "completed" or "cancelled")
        );
        await Ledger.AssertBalancedAsync(agent);
        var left = (await agent.GetAsync()).Body.GetProperty("portfolio").GetProperty("positions");
        Assert.Empty(left.EnumerateArray());
    }

    [Fact]
    public async Task A_stop_withdraws_the_trade_that_waits_for_an_approval()
    {
        var (agent, trade, request) = await HeldAsync();
        Assert.Equal("stopped", (await agent.Owner.PostAsync(agent.Path + "/stop"))["status"]);
        await WithdrawnAsync(agent, trade, request);
        Assert.Null((await agent.GetAsync())["pendingApproval"]);
        await Ledger.AssertBalancedAsync(agent);
    }

    [Fact]
    public async Task A_deletion_withdraws_the_trade_that_waits_for_an_approval()
    {
        var (agent, trade, request) = await HeldAsync();
        Assert.Equal(200, (await Admin.DeleteAsync(agent.Path)).Status);
        await GoneAsync(agent);
        var row = Assert.Single(
            await Product.RowsAsync(agent.Id),
            row =>
                row.RowKey.EndsWith("|" + trade, StringComparison.Ordinal)
                && row.RowKey.StartsWith("trade|", StringComparison.Ordinal)
        );
        Assert.Equal("Cancelled", row.GetString("Status"));
        Assert.Equal("rejected", (await Admin.GetAsync("oversight/requests/" + request))["status"]);
    }

    private async Task WithdrawnAsync(TestAgent agent, string trade, string request)
    {
        var cancelled = await agent.TradeIsAsync(trade, "cancelled");
        Assert.Contains("wound up", cancelled["failureReason"], StringComparison.Ordinal);
        Assert.Equal("rejected", (await agent.Owner.GetAsync("oversight/requests/" + request))["status"]);
        var late = await Product
            .NewUser(Roles.Approver)
            .PostAsync($"oversight/requests/{request}/decision", new { decision = "approved" });
        Assert.Equal(409, late.Status);
    }

    private async Task<(TestAgent Agent, string TradeId, string RequestId)> HeldAsync()
    {
        var agent = await ActiveAgentAsync(threshold: 1_000m);
        await agent.FilledAsync("buy", "KO", 2);
        var trade = await agent.AcceptedAsync("buy", "AAPL", 20);
        return (agent, trade, await agent.PendingApprovalAsync());
    }

    private static async Task GoneAsync(TestAgent agent)
    {
        Assert.Equal(404, (await agent.GetAsync()).Status);
        Assert.Equal(404, (await agent.Owner.GetAsync(agent.Path + "/portfolio")).Status);
        Assert.Equal(404, (await agent.SubmitAsync("buy", "KO", 1)).Status);
        Assert.Equal(404, (await agent.Owner.PostAsync(agent.Path + "/activate")).Status);
        Assert.Empty((await agent.Owner.GetAsync("agents")).Body.GetProperty("items").EnumerateArray());
    }
}
