using AgentTrader.Core.Identity;
using AgentTrader.Testing;

namespace AgentTrader.Functions.Tests.Trading;

/// <summary>What cannot be traded is refused at once, with what to do, and nothing is stored.</summary>
public sealed class RefusedTradeTests(ProductFixture fixture, AzuriteFixture azurite) : ProductTest(fixture, azurite)
{
    [Fact]
    public async Task A_buy_that_would_overdraw_the_cash_is_402()
    {
        var agent = await ActiveAgentAsync(budget: 1_000m);
        await RefusedAsync(agent, 402, "/problems/insufficient-cash", "buy", "AAPL", 100);
    }

    [Fact]
    public async Task A_sale_of_what_is_not_held_is_422()
    {
        var agent = await ActiveAgentAsync();
        await RefusedAsync(agent, 422, "/problems/refused-by-the-book", "sell", "AAPL", 1);
        await agent.FilledAsync("buy", "AAPL", 2);
        await RefusedAsync(agent, 422, "/problems/refused-by-the-book", "sell", "AAPL", 3);
    }

    [Fact]
    public async Task A_paused_agent_trades_nothing_until_it_is_activated_again()
    {
        var agent = await ActiveAgentAsync();
        await agent.FilledAsync("buy", "KO", 1);
        Assert.Equal("paused", (await agent.Owner.PostAsync(agent.Path + "/pause"))["status"]);
        await RefusedAsync(agent, 409, "/problems/agent-not-active", "buy", "KO", 1);
        await RefusedAsync(agent, 409, "/problems/agent-not-active", "sell", "KO", 1);
        await agent.ActivateAsync();
        await agent.FilledAsync("sell", "KO", 1);
    }

    [Fact]
    public async Task An_agent_that_was_never_activated_trades_nothing()
    {
        var agent = await TestAgent.CreateAsync(Product.NewUser(Roles.Trader));
        await RefusedAsync(agent, 409, "/problems/agent-not-active", "buy", "KO", 1);
    }

    private async Task RefusedAsync(
        TestAgent agent,
        int status,
        string type,
        string action,
        string symbol,
        long quantity
    )
    {
        var before = await Product.DumpAsync(agent.Id);
        var refused = await agent.SubmitAsync(action, symbol, quantity);
        Assert.Equal((status, type), (refused.Status, refused["type"]));
        Assert.Equal("application/problem+json", refused.ContentType);
        Assert.EndsWith(".", refused["detail"], StringComparison.Ordinal);
        Assert.Equal(before, await Product.DumpAsync(agent.Id));
    }
}
