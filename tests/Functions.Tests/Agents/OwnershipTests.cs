using AgentTrader.Core.Identity;
using AgentTrader.Testing;

namespace AgentTrader.Functions.Tests.Agents;

/// <summary>A trader's agents are nobody else's business, except of those who oversee all.</summary>
public sealed class OwnershipTests(ProductFixture fixture, AzuriteFixture azurite) : ProductTest(fixture, azurite)
{
    [Fact]
    public async Task Another_traders_agent_does_not_exist_and_cannot_be_changed()
    {
        var agent = await ActiveAgentAsync();
        var trade = (await agent.FilledAsync("buy", "KO", 1))["tradeId"];
        var stranger = Product.NewUser(Roles.Trader);
        var before = await Product.DumpAsync(agent.Id);
        string missing = "agents/agt_0000000000000000";
        foreach (var path in (string[])["", "/portfolio", "/trades", "/trades/" + trade, "/trading/decisions"])
        {
            var refused = await stranger.GetAsync(agent.Path + path);
            Assert.Equal((404, "/problems/not-found"), (refused.Status, refused["type"]));
            // It looks like one that was never there.
            Assert.Equal(404, (await stranger.GetAsync(missing + path)).Status);
        }

        Assert.Equal(404, (await stranger.PatchAsync(agent.Path, new { name = "Mine" })).Status);
        foreach (var verb in (string[])["activate", "pause", "stop"])
        {
            Assert.Equal(404, (await stranger.PostAsync($"{agent.Path}/{verb}")).Status);
        }

        var order = new
        {
            symbol = "KO",
            action = "sell",
            quantity = 1,
        };
        Assert.Equal(404, (await stranger.PostAsync(agent.Path + "/trades", order)).Status);
        Assert.Empty((await stranger.GetAsync("agents")).Body.GetProperty("items").EnumerateArray());
        Assert.Equal(before, await Product.DumpAsync(agent.Id));
    }

    [Fact]
    public async Task An_admin_steers_every_agent_and_the_trade_names_who_asked()
    {
        var agent = await ActiveAgentAsync();
        var admin = Product.NewUser(Roles.Admin);
        var accepted = await admin.PostAsync(
            agent.Path + "/trades",
            new
            {
                symbol = "KO",
                action = "buy",
                quantity = 1,
            }
        );
        Assert.Equal(202, accepted.Status);
        Assert.Equal(admin.UserId, (await agent.TradeIsAsync(accepted["tradeId"], "completed"))["submittedBy"]);
    }

    [Theory]
    [InlineData(Roles.Viewer)]
    [InlineData(Roles.Approver)]
    public async Task Who_only_reads_sees_every_agent_and_changes_none(Roles role)
    {
        var agent = await ActiveAgentAsync();
        var before = await Product.DumpAsync(agent.Id);
        var reader = Product.NewUser(role);
        Assert.Equal(200, (await reader.GetAsync(agent.Path)).Status);
        Assert.Equal(200, (await reader.GetAsync(agent.Path + "/portfolio")).Status);
        Assert.Equal(403, (await reader.PatchAsync(agent.Path, new { name = "Mine" })).Status);
        Assert.Equal(403, (await reader.PostAsync(agent.Path + "/stop")).Status);
        Assert.Equal(403, (await reader.DeleteAsync(agent.Path)).Status);
        Assert.Equal(before, await Product.DumpAsync(agent.Id));
    }
}
