using AgentTrader.Testing;

namespace AgentTrader.Functions.Tests.Trading;

/// <summary>A trade that is asked for more than once is made once.</summary>
public sealed class RepeatedRequestTests(ProductFixture fixture, AzuriteFixture azurite) : ProductTest(fixture, azurite)
{
    [Fact]
    public async Task A_repeated_key_gives_the_first_answer_and_makes_one_trade()
    {
        var agent = await ActiveAgentAsync();
        var first = await agent.SubmitAsync("buy", "AAPL", 5, "key-1");
        await agent.TradeIsAsync(first["tradeId"], "completed");
        var again = await agent.SubmitAsync("buy", "AAPL", 5, "key-1");
        Assert.False(first.Replayed);
        Assert.True(again.Replayed);
        Assert.Equal((first.Status, first.Body.GetRawText()), (again.Status, again.Body.GetRawText()));
        await OneTradeOfAsync(agent, 5);
    }

    [Fact]
    public async Task A_key_that_comes_with_another_body_is_422_and_changes_nothing()
    {
        var agent = await ActiveAgentAsync();
        await agent.TradeIsAsync((await agent.SubmitAsync("buy", "AAPL", 5, "key-2"))["tradeId"], "completed");
        var before = await Product.DumpAsync(agent.Id);
        var other = await agent.SubmitAsync("buy", "AAPL", 6, "key-2");
        Assert.Equal((422, "/problems/idempotency-key-reused"), (other.Status, other["type"]));
        Assert.Equal(before, await Product.DumpAsync(agent.Id));
    }

    [Fact]
    public async Task Simultaneous_requests_with_one_key_make_one_trade()
    {
        var agent = await ActiveAgentAsync();
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => agent.SubmitAsync("buy", "AAPL", 5, "key-3"))
        );
        Assert.All(answers, answer => Assert.Equal(202, answer.Status));
        var trade = Assert.Single(answers.Select(answer => answer["tradeId"]).Distinct());
        await agent.TradeIsAsync(trade, "completed");
        await OneTradeOfAsync(agent, 5);
    }

    [Fact]
    public async Task A_refusal_is_repeated_as_well_and_a_corrected_request_may_reuse_its_key()
    {
        var agent = await ActiveAgentAsync(budget: 1_000m);
        var refused = await agent.SubmitAsync("buy", "AAPL", 100, "key-4");
        Assert.Equal(402, refused.Status);
        Assert.Equal(402, (await agent.SubmitAsync("buy", "AAPL", 100, "key-4")).Status);

        Assert.Equal(400, (await agent.SubmitAsync("buy", "AAPL", 0, "key-5")).Status);
        var corrected = await agent.SubmitAsync("buy", "AAPL", 1, "key-5");
        Assert.Equal(202, corrected.Status);
        await agent.TradeIsAsync(corrected["tradeId"], "completed");
        await OneTradeOfAsync(agent, 1);
    }

    [Fact]
    public async Task The_same_key_of_two_traders_makes_two_trades()
    {
        var agents = new[] { await ActiveAgentAsync(), await ActiveAgentAsync() };
        foreach (var agent in agents)
        {
            var accepted = await agent.SubmitAsync("buy", "AAPL", 5, "key-6");
            Assert.False(accepted.Replayed);
            await agent.TradeIsAsync(accepted["tradeId"], "completed");
        }
    }

    [Fact]
    public async Task Without_a_key_the_same_request_is_another_trade()
    {
        var agent = await ActiveAgentAsync();
        var first = await agent.FilledAsync("buy", "AAPL", 5);
        var second = await agent.FilledAsync("buy", "AAPL", 5);
        Assert.NotEqual(first["tradeId"], second["tradeId"]);
    }

    private static async Task OneTradeOfAsync(TestAgent agent, long quantity)
    {
        await Ledger.AssertBalancedAsync(agent);
        var trade = Assert.Single(await agent.TradesAsync());
        Assert.Equal(quantity, trade.GetProperty("quantity").GetInt64());
    }
}
