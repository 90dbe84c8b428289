using AgentTrader.Core.Identity;
using AgentTrader.Services.Identity;
using AgentTrader.Testing;

namespace AgentTrader.Functions.Tests.Trading;

/// <summary>From an agent's creation to its filled trades, with the money right to the cent.</summary>
public sealed class TradeLifeTests(ProductFixture fixture, AzuriteFixture azurite) : ProductTest(fixture, azurite)
{
    [Fact]
    public async Task A_demo_trader_signs_in_creates_an_agent_and_trades()
    {
        var login = await Product.Anybody.PostAsync(
            "auth/login",
            new { email = "trader@demo.local", password = DemoUsers.Password }
        );
        Assert.Equal(200, login.Status);
        var trader = Product.With(login["token"]);
        var agent = await TestAgent.CreateAsync(trader);
        Assert.Equal("paused", (await agent.GetAsync())["status"]);
        await agent.ActivateAsync();
        Assert.Equal("active", (await agent.GetAsync())["status"]);

        var accepted = await agent.SubmitAsync("buy", "AAPL", 100);
        Assert.Equal(202, accepted.Status);
        Assert.Equal("pending", accepted["status"]);
        var filled = await agent.TradeIsAsync(accepted["tradeId"], "completed");
        Assert.Equal(1.00m, filled.Money("fees"));
        Assert.True(filled.Money("executedPrice") > 0);
        Assert.Equal(login.Body.GetProperty("user").GetProperty("userId").GetString(), filled["submittedBy"]);
        var cash = await Ledger.AssertBalancedAsync(agent);
        Assert.Equal(100_000m - filled.Money("totalCost"), cash);
    }

    [Fact]
    public async Task Buying_and_selling_in_parts_keeps_cash_shares_costs_and_fees_right_to_the_cent()
    {
        var agent = await ActiveAgentAsync();
        Assert.Equal(100_000m, await Ledger.AssertBalancedAsync(agent));
        foreach (
            var (action, symbol, quantity) in ((string, string, long)[])
                [
                    ("buy", "AAPL", 7),
                    ("buy", "AAPL", 13),
                    ("buy", "TSLA", 11),
                    ("sell", "AAPL", 9),
                    ("sell", "TSLA", 11),
                    ("buy", "ZQX", 3),
                    ("sell", "AAPL", 11),
                ]
        )
        {
            await agent.FilledAsync(action, symbol, quantity);
            await Ledger.AssertBalancedAsync(agent);
        }

        Assert.Equal(7, (await agent.TradesAsync()).Count);
    }

    [Fact]
    public async Task Twenty_trades_at_once_are_all_made_one_after_the_other()
    {
        var agent = await ActiveAgentAsync();
        var symbols = (string[])["AAPL", "MSFT", "KO", "PFE"];
        var accepted = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(i => agent.AcceptedAsync("buy", symbols[i % symbols.Length], 1 + i))
        );
        Assert.Equal(20, accepted.Distinct().Count());
        foreach (var trade in accepted)
        {
            await agent.TradeIsAsync(trade, "completed");
        }

        await Ledger.AssertBalancedAsync(agent);
        Assert.Equal(
            Enumerable.Range(1, 20).Sum(),
            (await agent.GetAsync())
                .Body.GetProperty("portfolio")
                .GetProperty("positions")
                .EnumerateArray()
                .Sum(position => position.GetProperty("quantity").GetInt64())
        );
    }

    [Fact]
    public async Task Trades_at_once_that_together_cost_more_than_the_cash_never_overdraw_it()
    {
        var agent = await ActiveAgentAsync(budget: 10_000m);
        // Each is affordable alone: about 250 dollars a share.
        var submitted = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => agent.SubmitAsync("buy", "IWM", 15)));
        foreach (var answer in submitted)
        {
            Assert.Contains(answer.Status, new[] { 202, 402 });
            if (answer.Status == 202)
            {
                var ended = await Eventually.GetAsync(
                    () => agent.Owner.GetAsync($"{agent.Path}/trades/{answer["tradeId"]}"),
                    trade => trade["status"] is "completed" or "failed"
                );
                if (ended["status"] == "failed")
                {
                    Assert.Contains("buy fewer shares", ended["failureReason"], StringComparison.Ordinal);
                }
            }
        }

        var cash = await Ledger.AssertBalancedAsync(agent);
        Assert.InRange(cash, 0m, 10_000m);
        Assert.Contains(await agent.TradesAsync(), trade => trade.GetProperty("status").GetString() == "completed");
    }

    [Fact]
    public async Task The_quota_ends_the_trading_and_never_a_liquidation()
    {
        var body = TestAgent.Body();
        body["quotaConfig"] = new { apiCalls = 2, budgetPerMonth = 100 };
        var agent = await TestAgent.CreateAsync(Product.NewUser(Roles.Trader), body);
        await agent.ActivateAsync();
        await agent.FilledAsync("buy", "KO", 1);
        await agent.FilledAsync("buy", "KO", 2);
        var refused = await agent.SubmitAsync("buy", "KO", 3);
        Assert.Equal((402, "/problems/quota-exhausted"), (refused.Status, refused["type"]));

        var quota = (await agent.GetAsync()).Body.GetProperty("quotaConfig");
        Assert.Equal(2, quota.GetProperty("usage").GetProperty("apiCalls").GetInt64());
        Assert.Equal(1.40m, quota.GetProperty("usage").GetProperty("budgetSpent").GetDecimal());
        await agent.Owner.PatchAsync(agent.Path, new { quotaConfig = new { apiCalls = 3 } });
        await agent.FilledAsync("buy", "KO", 3);

        var stopped = await agent.Owner.PostAsync(agent.Path + "/stop");
        Assert.Equal("stopped", stopped["status"]);
        Assert.Empty(stopped.Body.GetProperty("portfolio").GetProperty("positions").EnumerateArray());
        await Ledger.AssertBalancedAsync(agent);
    }

    [Fact]
    public async Task A_quota_in_dollars_ends_the_trading_too()
    {
        var body = TestAgent.Body();
        body["quotaConfig"] = new { apiCalls = 100, budgetPerMonth = 1.00 };
        var agent = await TestAgent.CreateAsync(Product.NewUser(Roles.Trader), body);
        await agent.ActivateAsync();
        await agent.FilledAsync("buy", "KO", 1);
        Assert.Equal(402, (await agent.SubmitAsync("buy", "KO", 1)).Status);
    }
}
