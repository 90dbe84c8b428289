using AgentTrader.Core.Identity;
using AgentTrader.Functions.Tests.Identity;
using AgentTrader.Testing;

namespace AgentTrader.Functions.Tests.Trading;

/// <summary>A manual trade asks no approver, and above 10,000 dollars it asks for a fresh second factor (document 1, FR-007).</summary>
public sealed class ManualTradeTests(ProductFixture fixture, AzuriteFixture azurite) : ProductTest(fixture, azurite)
{
    [Fact]
    public async Task A_small_one_needs_no_code_and_is_marked()
    {
        var agent = await ActiveAgentAsync(threshold: 100m);
        var trade = await agent.AcceptedAsync("buy", "MSFT", 1, ("manual", true));
        var filled = await agent.TradeIsAsync(trade, "completed");
        Assert.True(filled.Body.GetProperty("manual").GetBoolean());
        Assert.Null(filled["requestId"]);
    }

    [Fact]
    public async Task A_large_one_needs_a_one_time_code_and_each_code_works_once()
    {
        var trader = await Product.NewStoredUserAsync(Roles.Trader);
        var agent = await TestAgent.CreateActiveAsync(trader, 100_000m, 50_000m);
        await RefusedAsync(agent, null, "/problems/totp-not-enrolled");

        var secret = TypedSecret.Bytes((await trader.PostAsync("auth/totp/enrol"))["secret"]);
        // Codes of the step before and of the next are taken, so that these three are good for half a minute at least.
        var step = Totp.StepAt(TimeProvider.System.GetUtcNow());
        var confirmed = await trader.PostAsync("auth/totp/confirm", new { code = Totp.Code(secret, step - 1) });
        Assert.Equal(204, confirmed.Status);
        await RefusedAsync(agent, null, "/problems/totp-required");
        await RefusedAsync(agent, Totp.Code(secret, step - 1), "/problems/totp-wrong");

        var code = Totp.Code(secret, step);
        var accepted = await LargeAsync(agent, code);
        Assert.True(accepted.Status == 202, accepted.ToString());
        await agent.TradeIsAsync(accepted["tradeId"], "completed");
        await RefusedAsync(agent, code, "/problems/totp-wrong");
        await Ledger.AssertBalancedAsync(agent);
    }

    /// <summary>About 30,000 dollars.</summary>
    private static Task<Answer> LargeAsync(TestAgent agent, string? code) =>
        code is null
            ? agent.SubmitAsync("buy", "SPY", 50, null, ("manual", true))
            : agent.SubmitAsync("buy", "SPY", 50, null, ("manual", true), ("totpCode", code));

    private async Task RefusedAsync(TestAgent agent, string? code, string type)
    {
        var before = await Product.DumpAsync(agent.Id);
        var refused = await LargeAsync(agent, code);
        Assert.Equal((403, type), (refused.Status, refused["type"]));
        Assert.Equal(before, await Product.DumpAsync(agent.Id));
    }
}
