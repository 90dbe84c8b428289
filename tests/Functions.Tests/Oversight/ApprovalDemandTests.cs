using AgentTrader.Core;
using AgentTrader.Core.Identity;
using AgentTrader.Functions.Tests.Trading;
using AgentTrader.Testing;

namespace AgentTrader.Functions.Tests.Oversight;

/// <summary>Another system wants a person asked about a trade, whatever the agent's rules say (spec/1 section 5.3).</summary>
public sealed class ApprovalDemandTests(ProductFixture fixture, AzuriteFixture azurite) : ProductTest(fixture, azurite)
{
    private const string Path = "oversight/requests";

    [Fact]
    public async Task A_small_trade_waits_until_the_time_it_was_given_and_is_filled_once_however_often_it_is_sent()
    {
        var agent = await ActiveAgentAsync();
        var until = DateTimeOffset.UtcNow.AddMinutes(3);
        var demand = Demand(agent.Id, 2, expiresAt: until);
        var made = await SendAsync(demand);
        Assert.Equal((201, "pending"), (made.Status, made["status"]));
        Assert.Equal(until, made.Body.GetProperty("expiresAt").GetDateTimeOffset());
        Assert.Empty(made.Body.GetProperty("approvers").EnumerateArray());
        Assert.NotEqual("", made["slackMessageId"]);
        var request = await agent.Owner.GetAsync($"{Path}/{made["requestId"]}");
        Assert.Equal(
            ("Trade value exceeds $100 threshold", "Requested by another system."),
            (request["reason"], request["reasoning"])
        );
        Assert.Equal(made["requestId"], (await SendAsync(demand))["requestId"]);
        Assert.Equal(409, (await SendAsync(Demand(agent.Id, 3))).Status);

        var approver = Product.NewUser(Roles.Approver);
        var approved = await approver.PostAsync($"{Path}/{made["requestId"]}/decision", new { decision = "approved" });
        Assert.True(approved.Body.GetProperty("tradeExecuted").GetBoolean(), approved.ToString());
        Assert.Equal(made["tradeId"], approved["tradeId"]);
        Assert.Equal("approved", (await SendAsync(demand))["status"]);
        var trades = await agent.Owner.GetAsync(agent.Path + "/trades");
        Assert.Single(trades.Body.GetProperty("items").EnumerateArray());
        await Ledger.AssertBalancedAsync(agent);
    }

    [Fact]
    public async Task Only_another_system_may_and_what_is_wrong_is_named_and_stores_nothing()
    {
        var agent = await ActiveAgentAsync();
        var before = await Product.DumpAsync(agent.Id);
        Assert.Equal(403, (await agent.Owner.PostAsync(Path, Demand(agent.Id, 1))).Status);
        Assert.Equal(404, (await SendAsync(Demand("agt_0000000000000000", 1))).Status);
        (string Field, object Demand)[] wrong =
        [
            ("tradeId", Demand(agent.Id, 1, DateTimeOffset.UtcNow.AddDays(-2))),
            ("tradeId", Demand(agent.Id, 1, DateTimeOffset.UtcNow.AddHours(1))),
            ("reason", Demand(agent.Id, 1, reason: " ")),
            ("reason", Demand(agent.Id, 1, reason: new string('x', 1001))),
            ("expiresAt", Demand(agent.Id, 1, expiresAt: DateTimeOffset.UtcNow)),
            ("expiresAt", Demand(agent.Id, 1, expiresAt: DateTimeOffset.UtcNow.AddHours(1))),
            ("tradeDetails.quantity", Demand(agent.Id, 0)),
            ("riskAssessment.score", Demand(agent.Id, 1, score: 11)),
        ];
        foreach (var (field, demand) in wrong)
        {
            var refused = await SendAsync(demand);
            Assert.Equal(400, refused.Status);
            Assert.True(refused.Body.GetProperty("errors").TryGetProperty(field, out _), refused.ToString());
        }

        Assert.Equal(402, (await SendAsync(Demand(agent.Id, 10_000_000))).Status);
        Assert.Equal(before, await Product.DumpAsync(agent.Id));
    }

    private static object Demand(
        string agentId,
        long quantity,
        DateTimeOffset? madeAt = null,
        string reason = "Trade value exceeds $100 threshold",
        DateTimeOffset? expiresAt = null,
        double score = 7.2
    ) =>
        new
        {
            agentId,
            tradeId = EntityId.Derive("trd", madeAt ?? DateTimeOffset.UtcNow, $"{agentId} {quantity}"),
            tradeDetails = new
            {
                symbol = "KO",
                action = "buy",
                quantity,
                estimatedValue = 75_000.00m,
            },
            reason,
            riskAssessment = new
            {
                score,
                positionConcentration = 35.5,
                portfolioImpact = "high",
            },
            expiresAt,
        };

    private Task<Answer> SendAsync(object demand) =>
        Product.Anybody.SendAsync(HttpMethod.Post, Path, demand, serviceToken: HostProcess.ServiceToken);
}
