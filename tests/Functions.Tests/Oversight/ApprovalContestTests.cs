using AgentTrader.Core.Identity;
using AgentTrader.Functions.Tests.Trading;
using AgentTrader.Testing;

namespace AgentTrader.Functions.Tests.Oversight;

/// <summary>Two hundred decisions on one request at the same time, from the page, other systems and Slack.</summary>
[Collection(nameof(ClockedProduct))]
public sealed class ApprovalContestTests(ClockedProduct app)
{
    private const int Each = 90;
    private const int Clicks = 20;

    [Fact]
    public async Task One_decision_stands_and_everybody_else_is_told_whose_it_is()
    {
        var agent = await TestAgent.CreateActiveAsync(app.Product.NewUser(Roles.Trader), 100_000m, 1_000m);
        var trade = await agent.AcceptedAsync("buy", "AAPL", 20);
        var request = await agent.PendingApprovalAsync();
        var path = $"oversight/requests/{request}/decision";
        var page = Enumerable
            .Range(0, Each)
            .Select(i =>
                app.Product.NewUser(Roles.Approver)
                    .PostAsync(path, new { decision = i % 2 == 0 ? "approved" : "rejected" })
            );
        var systems = Enumerable
            .Range(0, Each)
            .Select(i =>
                app.Product.Anybody.SendAsync(
                    HttpMethod.Post,
                    path,
                    new
                    {
                        decision = i % 2 == 0 ? "rejected" : "approved",
                        approverId = $"approver-{i}",
                        approverName = $"Approver {i}",
                    },
                    serviceToken: HostProcess.ServiceToken
                )
            );
        var slack = Enumerable
            .Range(0, Clicks)
            .Select(_ =>
                SlackRequest
                    .Click(SlackWorkspace.Approver, "approve", $"{request}|20")
                    .SendAsync(app.Product.Http, app.Clock)
            );
        var clicked = Task.WhenAll(slack.ToList());
        var answers = await Task.WhenAll(page.Concat(systems).ToList());
        Assert.All(await clicked, answer => Assert.Equal(200, answer.Status));

        var ended = await Eventually.GetAsync(
            () => agent.Owner.GetAsync($"{agent.Path}/trades/{trade}"),
            found => found["status"] is "completed" or "cancelled"
        );
        var stored = await agent.Owner.GetAsync("oversight/requests/" + request);
        var approver = stored.Body.GetProperty("decision").GetProperty("approver").GetString()!;
        Assert.Equal(stored["status"] == "approved" ? "completed" : "cancelled", ended["status"]);
        var taken = answers.Where(answer => answer.Status == 200).ToList();
        if (approver == "Aron Approver")
        {
            Assert.Empty(taken);
        }
        else
        {
            Assert.Equal(stored["status"], Assert.Single(taken)["status"]);
            var workspace = new SlackWorkspace(app.Product.Http);
            await workspace.MessageAsync(
                SlackWorkspace.Approver,
                SlackWorkspace.Approvals,
                $"{approver} {stored["status"]} this at "
            );
        }

        Assert.All(
            answers.Except(taken),
            late =>
            {
                Assert.Equal((409, "/problems/already-decided"), (late.Status, late["type"]));
                Assert.StartsWith($"{approver} {stored["status"]} this at ", late["detail"], StringComparison.Ordinal);
            }
        );
        var fills = await agent.Owner.GetAsync(agent.Path + "/trades?status=completed");
        Assert.Equal(stored["status"] == "approved" ? 1 : 0, fills.Body.GetProperty("items").GetArrayLength());
        await Ledger.AssertBalancedAsync(agent);
    }
}
