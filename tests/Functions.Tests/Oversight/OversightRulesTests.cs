using System.Text.Json;
using AgentTrader.Core.Identity;
using AgentTrader.Functions.Tests.Trading;
using AgentTrader.Testing;

namespace AgentTrader.Functions.Tests.Oversight;

/// <summary>Rules of oversight over the API: set, versioned, audited, previewed, tried dry, and obeyed by the next trade.</summary>
public sealed class OversightRulesTests(ProductFixture fixture, AzuriteFixture azurite) : ProductTest(fixture, azurite)
{
    private static readonly object FirstTrade = new { kind = "first_trade" };

    [Fact]
    public async Task A_rule_holds_from_the_next_trade_on_and_each_version_is_kept_and_audited()
    {
        var agent = await ActiveAgentAsync();
        Assert.Equal("0", (await RulesAsync(agent)).Body.GetProperty("version").GetRawText());
        var set = await SetAsync(agent, FirstTrade);
        Assert.Equal((200, "1"), (set.Status, set.Body.GetProperty("version").GetRawText()));
        Assert.Equal("1", (await SetAsync(agent, FirstTrade)).Body.GetProperty("version").GetRawText());
        var trade = await agent.AcceptedAsync("buy", "KO", 1);
        var request = await agent.PendingApprovalAsync();
        var asked = await agent.Owner.GetAsync("oversight/requests/" + request);
        Assert.Equal("It would be the agent's first trade in KO.", asked["reason"]);
        await Product.NewUser(Roles.Approver).PostAsync($"oversight/requests/{request}/decision", Approved);
        await agent.TradeIsAsync(trade, "completed");
        await agent.FilledAsync("buy", "KO", 1);

        await SetAsync(agent, new { kind = "value", bound = 1 });
        var versions = await agent.Owner.GetAsync(agent.Path + "/oversight/rules/versions");
        Assert.Equal(
            [2, 1],
            versions.Body.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("version").GetInt32())
        );
        var audit = await Eventually.GetAsync(
            () => Product.NewUser(Roles.Admin).GetAsync($"audit?resourceId={agent.Id}&action=oversight.configured"),
            page => page.Body.GetProperty("items").GetArrayLength() == 2
        );
        var entry = audit.Body.GetProperty("items")[0];
        Assert.Equal(agent.Owner.UserId, entry.GetProperty("userId").GetString());
        Assert.Contains("first_trade", entry.GetProperty("details").GetProperty("before").GetRawText());
    }

    [Fact]
    public async Task A_dry_run_notes_what_it_would_have_stopped_and_stops_nothing()
    {
        var agent = await ActiveAgentAsync();
        await SetAsync(agent, FirstTrade, dryRun: true);
        var filled = await agent.FilledAsync("buy", "KO", 1);
        Assert.Equal("It would be the agent's first trade in KO.", filled["dryRunReason"]);
        Assert.Null((await agent.FilledAsync("buy", "KO", 1))["dryRunReason"]);
        Assert.Null((await agent.GetAsync())["pendingApproval"]);
    }

    [Fact]
    public async Task A_preview_counts_the_past_trades_that_rules_would_have_stopped_and_changes_nothing()
    {
        var agent = await ActiveAgentAsync();
        await agent.FilledAsync("buy", "KO", 1);
        await agent.FilledAsync("buy", "KO", 50);
        await agent.FilledAsync("buy", "PFE", 1);
        await agent.TradeIsAsync(await agent.AcceptedAsync("buy", "KO", 9, ("manual", true)), "completed");
        var before = await Product.DumpAsync(agent.Id);
        foreach (
            var (trigger, stopped) in new (object, int)[]
            {
                (new { kind = "value", bound = 1_000 }, 1),
                (FirstTrade, 2),
                (new { kind = "any", of = new[] { FirstTrade, new { kind = "value", bound = 1_000 } } }, 3),
                (new { kind = "all", of = new[] { FirstTrade, new { kind = "value", bound = 1_000 } } }, 0),
                (new { kind = "concentration", bound = 1 }, 1),
            }
        )
        {
            var preview = await agent.Owner.PostAsync(agent.Path + "/oversight/rules/preview", Rules(trigger));
            Assert.True(preview.Status == 200, preview.ToString());
            Assert.Equal(
                (3, stopped, 0, 1),
                (
                    Number(preview, "trades"),
                    Number(preview, "stopped"),
                    Number(preview, "stoppedNow"),
                    Number(preview, "notConcerned")
                )
            );
        }

        Assert.Equal(before, await Product.DumpAsync(agent.Id));
    }

    [Fact]
    public async Task Wrong_rules_are_refused_with_each_field_and_nothing_is_stored()
    {
        var agent = await ActiveAgentAsync();
        var before = await Product.DumpAsync(agent.Id);
        var refused = await agent.Owner.SendAsync(
            HttpMethod.Put,
            agent.Path + "/oversight/rules",
            new
            {
                rules = new object[]
                {
                    new { name = "", when = new { kind = "value", bound = -1 } },
                    new
                    {
                        name = "Nobody",
                        when = FirstTrade,
                        approvers = new[] { agent.Owner.UserId },
                    },
                },
                priceTolerancePct = 99,
            }
        );
        Assert.Equal(400, refused.Status);
        string[] fields = [.. refused.Body.GetProperty("errors").EnumerateObject().Select(error => error.Name)];
        Assert.Equal(["rules[0].name", "rules[0].when.bound", "priceTolerancePct"], fields);
        var unknown = await SetAsync(agent, FirstTrade, approvers: [agent.Owner.UserId]);
        Assert.Equal(400, unknown.Status);
        Assert.True(unknown.Body.GetProperty("errors").TryGetProperty("rules[0].approvers[0]", out _));
        Assert.Equal(
            400,
            (
                await agent.Owner.SendAsync(HttpMethod.Put, agent.Path + "/oversight/rules", """{"rules":[null]}""")
            ).Status
        );
        Assert.Equal(before, await Product.DumpAsync(agent.Id));
    }

    [Fact]
    public async Task Whom_rules_may_name_is_listed_page_by_page_with_names_and_nothing_else()
    {
        var approvers = new[]
        {
            await Product.NewStoredUserAsync(Roles.Approver),
            await Product.NewStoredUserAsync(Roles.Approver),
        };
        var trader = await Product.NewStoredUserAsync(Roles.Trader);
        var found = new List<string?>();
        string? token = null;
        do
        {
            var page = await trader.GetAsync(
                "oversight/approvers?pageSize=1" + (token is null ? "" : "&pageToken=" + token)
            );
            var one = Assert.Single(page.Body.GetProperty("items").EnumerateArray());
            Assert.Equal(["userId", "name"], one.EnumerateObject().Select(member => member.Name));
            Assert.False(string.IsNullOrWhiteSpace(one.GetProperty("name").GetString()));
            found.Add(one.GetProperty("userId").GetString());
            token = page["nextPageToken"];
        } while (token is not null);

        Assert.Superset(approvers.Select(user => (string?)user.UserId).ToHashSet(), found.ToHashSet());
        Assert.DoesNotContain(trader.UserId, found);
        Assert.Equal(found.Count, found.Distinct().Count());
        var agent = await ActiveAgentAsync();
        Assert.Equal(200, (await SetAsync(agent, FirstTrade, approvers: [found[^1]!])).Status);
    }

    [Theory]
    [InlineData("pageSize=0", "pageSize")]
    [InlineData("pageSize=ten", "pageSize")]
    [InlineData("pageToken=usr_0000000000000000", "pageToken")]
    [InlineData("pageToken=%00", "pageToken")]
    public async Task A_wrong_page_of_approvers_is_refused_by_its_name(string query, string name)
    {
        var refused = await Product.NewUser(Roles.Trader).GetAsync("oversight/approvers?" + query);
        Assert.True(refused.Status == 400, refused.ToString());
        Assert.True(refused.Body.GetProperty("errors").TryGetProperty(name, out _), refused.ToString());
    }

    [Fact]
    public async Task Two_of_three_named_approvers_decide_and_nobody_else()
    {
        var approvers = new ApiClient[3];
        for (var i = 0; i < approvers.Length; i++)
        {
            approvers[i] = await Product.NewStoredUserAsync(Roles.Approver);
        }

        var agent = await ActiveAgentAsync();
        await SetAsync(agent, FirstTrade, required: 2, approvers: [.. approvers.Select(user => user.UserId)]);
        var trade = await agent.AcceptedAsync("buy", "KO", 10);
        var path = $"oversight/requests/{await agent.PendingApprovalAsync()}/decision";
        Assert.Equal(403, (await Product.NewUser(Roles.Approver).PostAsync(path, Approved)).Status);
        var first = await approvers[0].PostAsync(path, Approved);
        Assert.Equal((200, "pending", 1), (first.Status, first["status"], Number(first, "approvals")));
        var again = await approvers[0].PostAsync(path, Approved);
        Assert.Equal((200, "pending", 1), (again.Status, again["status"], Number(again, "approvals")));
        var second = await approvers[1].PostAsync(path, new { decision = "approved", quantity = 4 });
        Assert.Equal((200, "approved"), (second.Status, second["status"]));
        var filled = await agent.TradeIsAsync(trade, "completed");
        Assert.Equal(4, Number(filled, "quantity"));
        Assert.Equal(409, (await approvers[2].PostAsync(path, Approved)).Status);
        await Ledger.AssertBalancedAsync(agent);
    }

    [Fact]
    public async Task Where_two_rules_name_different_people_one_of_each_must_say_yes()
    {
        var first = await Product.NewStoredUserAsync(Roles.Approver);
        var second = await Product.NewStoredUserAsync(Roles.Approver);
        var agent = await ActiveAgentAsync();
        object Rule(object trigger, ApiClient approver) =>
            new
            {
                name = "Rule",
                when = trigger,
                approvers = new[] { approver.UserId },
            };
        var set = await agent.Owner.SendAsync(
            HttpMethod.Put,
            agent.Path + "/oversight/rules",
            new { rules = new[] { Rule(FirstTrade, first), Rule(new { kind = "value", bound = 100 }, second) } }
        );
        Assert.True(set.Status == 200, set.ToString());
        var trade = await agent.AcceptedAsync("buy", "KO", 10);
        var request = "oversight/requests/" + await agent.PendingApprovalAsync();
        var half = await first.PostAsync(request + "/decision", Approved);
        Assert.Equal(
            (200, "pending", 1, 2),
            (half.Status, half["status"], Number(half, "approvals"), Number(half, "requiredApprovals"))
        );
        Assert.Equal("pending_approval", (await agent.Owner.GetAsync($"{agent.Path}/trades/{trade}"))["status"]);
        var quorums = (await first.GetAsync(request)).Body.GetProperty("quorums").EnumerateArray();
        Assert.Equal(
            [(1, 1, first.UserId), (1, 0, second.UserId)],
            quorums.Select(quorum =>
                (
                    quorum.GetProperty("required").GetInt32(),
                    quorum.GetProperty("given").GetInt32(),
                    quorum.GetProperty("approvers")[0].GetProperty("userId").GetString()!
                )
            )
        );
        Assert.Equal("approved", (await second.PostAsync(request + "/decision", Approved))["status"]);
        await agent.TradeIsAsync(trade, "completed");
    }

    [Fact]
    public async Task A_rule_that_more_must_approve_than_there_are_is_refused()
    {
        var refused = await SetAsync(await ActiveAgentAsync(), FirstTrade, required: 10);
        Assert.Equal(400, refused.Status);
        Assert.Contains(
            "so that 10 can never say yes",
            refused.Body.GetProperty("errors").GetProperty("rules[0].requiredApprovals")[0].GetString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_request_tells_an_approver_all_that_there_is_to_know()
    {
        var agent = await ActiveAgentAsync();
        await agent.FilledAsync("buy", "KO", 20);
        await agent.FilledAsync("buy", "PFE", 40);
        await SetAsync(agent, new { kind = "value", bound = 500 });
        await agent.AcceptedAsync("buy", "KO", 100);
        var asked = (await agent.Owner.GetAsync("oversight/requests/" + await agent.PendingApprovalAsync())).Body;
        var risk = asked.GetProperty("riskAssessment");
        Assert.InRange(risk.GetProperty("score").GetDouble(), 0.1, 9.9);
        Assert.Equal(
            ["size", "concentration", "volatility", "correlation"],
            risk.GetProperty("parts").EnumerateArray().Select(part => part.GetProperty("kind").GetString())
        );
        Assert.True(risk.GetProperty("estimatedLoss").GetDecimal() < 0);
        Assert.True(risk.GetProperty("estimatedProfit").GetDecimal() > 0);
        Assert.Equal(["KO", "PFE", null], Symbols(asked, "allocationBefore"));
        Assert.Equal(["KO", "PFE", null], Symbols(asked, "allocationAfter"));
        Assert.True(Percent(asked, "allocationAfter") > Percent(asked, "allocationBefore"));
        Assert.InRange(
            risk.GetProperty("positionConcentration").GetDecimal() - Percent(asked, "allocationAfter"),
            -0.1m,
            0.1m
        );
        var similar = Assert.Single(asked.GetProperty("similarTrades").EnumerateArray());
        Assert.Equal(
            (20, "completed"),
            (similar.GetProperty("quantity").GetInt32(), similar.GetProperty("status").GetString())
        );
        Assert.Equal("Requested by a person.", asked.GetProperty("reasoning").GetString());
    }

    private static readonly object Approved = new { decision = "approved" };

    private static object Rules(object trigger, bool dryRun = false, int required = 1, string[]? approvers = null) =>
        new
        {
            rules = new[]
            {
                new
                {
                    name = "Rule",
                    when = trigger,
                    requiredApprovals = required,
                    approvers,
                },
            },
            dryRun,
        };

    private static Task<Answer> SetAsync(
        TestAgent agent,
        object trigger,
        bool dryRun = false,
        int required = 1,
        string[]? approvers = null
    ) =>
        agent.Owner.SendAsync(
            HttpMethod.Put,
            agent.Path + "/oversight/rules",
            Rules(trigger, dryRun, required, approvers)
        );

    private static Task<Answer> RulesAsync(TestAgent agent) => agent.Owner.GetAsync(agent.Path + "/oversight/rules");

    private static int Number(Answer answer, string member) => answer.Body.GetProperty(member).GetInt32();

    private static IEnumerable<string?> Symbols(JsonElement request, string allocation) =>
        request.GetProperty(allocation).EnumerateArray().Select(slice => slice.GetProperty("symbol").GetString());

    private static decimal Percent(JsonElement request, string allocation) =>
        request.GetProperty(allocation)[0].GetProperty("percent").GetDecimal();
}
