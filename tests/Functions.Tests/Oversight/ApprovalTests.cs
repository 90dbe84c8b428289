using AgentTrader.Core.Identity;
using AgentTrader.Functions.Tests.Trading;
using AgentTrader.Testing;

namespace AgentTrader.Functions.Tests.Oversight;

/// <summary>A trade over the threshold waits for a person, and ends as that person says, once.</summary>
public sealed class ApprovalTests(ProductFixture fixture, AzuriteFixture azurite) : ProductTest(fixture, azurite)
{
    private ApiClient Approver => Product.NewUser(Roles.Approver);

    [Fact]
    public async Task A_trade_over_the_threshold_waits_and_nothing_else_trades_meanwhile()
    {
        var (agent, trade, request) = await HeldAsync();
        var waiting = await agent.TradeIsAsync(trade, "pending_approval");
        Assert.Equal(request, waiting["requestId"]);
        var details = (await Approver.GetAsync("oversight/requests/" + request)).Body.GetProperty("tradeDetails");
        Assert.InRange(details.GetProperty("estimatedValue").GetDecimal(), 50_000.01m, 65_000m);
        var other = await agent.SubmitAsync("buy", "KO", 1);
        Assert.Equal((409, "/problems/approval-pending"), (other.Status, other["type"]));
        Assert.Equal(100_000m, await Ledger.AssertBalancedAsync(agent));
    }

    [Fact]
    public async Task An_approved_trade_is_filled_within_five_seconds_and_the_agent_trades_again()
    {
        var (agent, trade, request) = await HeldAsync();
        var answer = await DecideAsync(Approver, request, "approved", "Go on.");
        Assert.Equal((200, "approved"), (answer.Status, answer["status"]));
        Assert.True(answer.Body.GetProperty("tradeExecuted").GetBoolean(), answer.ToString());
        var filled = await agent.TradeIsAsync(trade, "completed");
        var decision = answer.Body.GetProperty("decision");
        var waited =
            filled.Body.GetProperty("executedAt").GetDateTimeOffset()
            - decision.GetProperty("approvedAt").GetDateTimeOffset();
        Assert.InRange(waited, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.NotNull(filled["approvedBy"]);
        Assert.Null((await agent.GetAsync())["pendingApproval"]);
        await agent.FilledAsync("buy", "KO", 1);
        await Ledger.AssertBalancedAsync(agent);
    }

    [Fact]
    public async Task A_rejected_trade_is_cancelled_with_the_reason_and_the_agent_trades_again()
    {
        var (agent, trade, request) = await HeldAsync();
        var answer = await DecideAsync(Approver, request, "rejected", "Too large for today");
        Assert.Equal((200, "rejected"), (answer.Status, answer["status"]));
        Assert.False(answer.Body.GetProperty("tradeExecuted").GetBoolean());
        var cancelled = await agent.TradeIsAsync(trade, "cancelled");
        Assert.EndsWith("rejected it: Too large for today", cancelled["failureReason"], StringComparison.Ordinal);
        Assert.Equal(100_000m, await Ledger.AssertBalancedAsync(agent));
        await agent.FilledAsync("buy", "KO", 1);
    }

    [Fact]
    public async Task An_approver_may_agree_to_fewer_shares_and_not_to_more()
    {
        var (agent, trade, request) = await HeldAsync();
        var asked = (await Approver.GetAsync("oversight/requests/" + request)).Body;
        var shares = asked.GetProperty("tradeDetails").GetProperty("quantity").GetInt64();
        foreach (var wrong in (object[])[0, -1, shares + 1])
        {
            var refused = await SayAsync(new { decision = "approved", quantity = wrong });
            Assert.Equal(400, refused.Status);
            Assert.True(refused.Body.GetProperty("errors").TryGetProperty("quantity", out _), refused.ToString());
        }

        Assert.Equal(400, (await SayAsync(new { decision = "rejected", quantity = 1 })).Status);
        var answer = await SayAsync(new { decision = "approved", quantity = shares / 2 });
        Assert.Equal(shares / 2, answer.Body.GetProperty("decision").GetProperty("quantity").GetInt64());
        Assert.True(answer.Body.GetProperty("tradeExecuted").GetBoolean(), answer.ToString());
        var filled = await agent.TradeIsAsync(trade, "completed");
        Assert.Equal(shares / 2, filled.Body.GetProperty("quantity").GetInt64());
        await Ledger.AssertBalancedAsync(agent);

        Task<Answer> SayAsync(object body) => Approver.PostAsync($"oversight/requests/{request}/decision", body);
    }

    [Fact]
    public async Task A_question_is_kept_once_and_decides_nothing()
    {
        var (agent, trade, request) = await HeldAsync();
        var path = $"oversight/requests/{request}/decision";
        Assert.Equal(400, (await DecideAsync(Approver, request, "info_requested")).Status);
        Assert.Equal(400, (await DecideAsync(Approver, request, "info_requested", "  ")).Status);
        var question = new { decision = "info_requested", reason = "Why <b>now</b>?" };
        var approver = Approver;
        var asked = await approver.PostAsync(path, question, "the-same-question");
        Assert.Equal((200, "pending"), (asked.Status, asked["status"]));
        Assert.Equal(200, (await approver.PostAsync(path, question, "the-same-question")).Status);
        var notes = (await agent.Owner.GetAsync("oversight/requests/" + request)).Body.GetProperty("notes");
        var note = Assert.Single(notes.EnumerateArray());
        Assert.Equal(
            ("Why <b>now</b>?", approver.UserId),
            (note.GetProperty("text").GetString(), note.GetProperty("userId").GetString())
        );
        Assert.Equal("pending_approval", (await agent.Owner.GetAsync($"{agent.Path}/trades/{trade}"))["status"]);
        await DecideAsync(approver, request, "approved");
        await agent.TradeIsAsync(trade, "completed");
    }

    [Fact]
    public async Task The_owner_answers_an_approvers_question_and_nobody_elses_trader_does()
    {
        var (agent, _, request) = await HeldAsync();
        var path = $"oversight/requests/{request}/answers";
        var answer = new { text = "The earnings are out." };
        var early = await agent.Owner.PostAsync(path, answer);
        Assert.Equal((409, "/problems/nothing-asked"), (early.Status, early["type"]));
        await DecideAsync(Approver, request, "info_requested", "Why today?");
        Assert.Equal(404, (await Product.NewUser(Roles.Trader).PostAsync(path, answer)).Status);
        Assert.Equal(403, (await Approver.PostAsync(path, answer)).Status);
        Assert.Equal(400, (await agent.Owner.PostAsync(path, new { text = " " })).Status);
        Assert.Equal(400, (await agent.Owner.PostAsync(path, new { text = new string('x', 1001) })).Status);
        Assert.Equal(200, (await agent.Owner.PostAsync(path, answer, "one-answer")).Status);
        var said = await agent.Owner.PostAsync(path, answer, "one-answer");
        Assert.Equal("pending", said["status"]);
        Assert.Equal(
            ["Why today? False", "The earnings are out. True"],
            said.Body.GetProperty("notes")
                .EnumerateArray()
                .Select(note => $"{note.GetProperty("text")} {note.GetProperty("isAnswer")}")
        );
        await DecideAsync(Approver, request, "rejected");
        Assert.Equal("/problems/already-decided", (await agent.Owner.PostAsync(path, answer))["type"]);
    }

    [Fact]
    public async Task Of_two_approvers_at_once_one_decides_and_the_other_is_told_who_and_when()
    {
        for (var round = 0; round < 3; round++)
        {
            var (agent, trade, request) = await HeldAsync();
            var answers = await Task.WhenAll(
                DecideAsync(Approver, request, "approved"),
                DecideAsync(Approver, request, "rejected"),
                DecideAsync(Approver, request, "approved")
            );
            var won = Assert.Single(answers, answer => answer.Status == 200);
            var decision = won.Body.GetProperty("decision");
            Assert.All(
                answers.Where(answer => answer != won),
                late =>
                {
                    Assert.Equal((409, "/problems/already-decided"), (late.Status, late["type"]));
                    Assert.Contains(
                        decision.GetProperty("approver").GetString()!,
                        late["detail"],
                        StringComparison.Ordinal
                    );
                    Assert.Contains(
                        decision.GetProperty("approvedAt").GetDateTimeOffset().ToString("yyyy-MM-dd HH:mm:ss"),
                        late["detail"],
                        StringComparison.Ordinal
                    );
                }
            );
            await agent.TradeIsAsync(trade, won["status"] == "approved" ? "completed" : "cancelled");
            await Ledger.AssertBalancedAsync(agent);
        }
    }

    [Fact]
    public async Task The_same_approver_saying_the_same_again_is_not_too_late()
    {
        var (agent, trade, request) = await HeldAsync();
        var approver = Approver;
        var first = await DecideAsync(approver, request, "approved");
        var again = await DecideAsync(approver, request, "approved");
        Assert.Equal(first.Body.GetRawText(), again.Body.GetRawText());
        Assert.Equal(409, (await DecideAsync(approver, request, "rejected")).Status);
        await agent.TradeIsAsync(trade, "completed");
        await Ledger.AssertBalancedAsync(agent);
    }

    [Fact]
    public async Task Nobody_approves_a_trade_that_they_submitted_not_even_through_another_system()
    {
        var (agent, trade, request) = await HeldAsync();
        // The trader has become an approver since.
        var submitter = Product.User(agent.Owner.UserId, Roles.Approver);
        Assert.Equal(403, (await DecideAsync(submitter, request, "approved")).Status);
        Assert.Equal(403, (await DecideAsync(submitter, request, "rejected")).Status);
        var throughSlack = await ServiceDecidesAsync(request, agent.Owner.UserId, "Theo Trader");
        Assert.Equal(403, throughSlack.Status);
        Assert.Equal("pending_approval", (await agent.Owner.GetAsync($"{agent.Path}/trades/{trade}"))["status"]);
    }

    [Fact]
    public async Task Another_system_decides_in_the_name_of_an_approver()
    {
        var (agent, trade, request) = await HeldAsync();
        var answer = await ServiceDecidesAsync(request, "usr_000000000000slck", "Sam Slack");
        Assert.Equal("Sam Slack", answer.Body.GetProperty("decision").GetProperty("approver").GetString());
        Assert.Equal("usr_000000000000slck", (await agent.TradeIsAsync(trade, "completed"))["approvedBy"]);
    }

    [Fact]
    public async Task A_trader_sees_the_requests_of_their_own_agents_and_an_approver_all()
    {
        var (mine, _, request) = await HeldAsync();
        var stranger = Product.NewUser(Roles.Trader);
        Assert.Equal(404, (await stranger.GetAsync("oversight/requests/" + request)).Status);
        Assert.Empty(Items(await stranger.GetAsync("oversight/requests?agentId=" + mine.Id)));
        foreach (var reader in (ApiClient[])[mine.Owner, Approver, Product.NewUser(Roles.Viewer)])
        {
            var listed = Items(await reader.GetAsync($"oversight/requests?status=pending&agentId={mine.Id}"));
            Assert.Equal(request, Assert.Single(listed));
        }
    }

    [Fact]
    public async Task An_agent_paused_meanwhile_makes_no_trade_even_if_it_is_approved()
    {
        var (agent, trade, request) = await HeldAsync();
        Assert.Equal(200, (await agent.Owner.PostAsync(agent.Path + "/pause")).Status);
        var answer = await DecideAsync(Approver, request, "approved");
        Assert.False(answer.Body.GetProperty("tradeExecuted").GetBoolean());
        var cancelled = await agent.TradeIsAsync(trade, "cancelled");
        Assert.Contains("paused", cancelled["failureReason"], StringComparison.Ordinal);
        Assert.Equal(100_000m, await Ledger.AssertBalancedAsync(agent));
        await agent.ActivateAsync();
        await agent.FilledAsync("buy", "KO", 1);
    }

    [Theory]
    [InlineData("\0", "Jane Doe", "approverId")]
    [InlineData("a/b", "Jane Doe", "approverId")]
    [InlineData("", "Jane Doe", "approverId")]
    [InlineData("jane@example.com", "Jane\nDoe", "approverName")]
    public async Task Another_systems_approver_has_an_id_and_a_name_that_can_be_kept(
        string id,
        string name,
        string field
    )
    {
        var (_, _, request) = await HeldAsync();
        var answer = await ServiceDecidesAsync(request, id, name);
        Assert.Equal(400, answer.Status);
        Assert.Contains(field, answer.Body.ToString(), StringComparison.Ordinal);
        Assert.Equal(400, (await ServiceDecidesAsync(request, new string('x', 257), name)).Status);
    }

    [Fact]
    public async Task A_manual_trade_asks_nobody()
    {
        var agent = await ActiveAgentAsync(threshold: 100m);
        var trade = await agent.AcceptedAsync("buy", "AAPL", 20, ("manual", true));
        Assert.Null((await agent.TradeIsAsync(trade, "completed"))["requestId"]);
    }

    /// <summary>A trade of about 60,000 dollars that waits for an approver.</summary>
    private async Task<(TestAgent Agent, string TradeId, string RequestId)> HeldAsync()
    {
        var agent = await ActiveAgentAsync();
        var quote = (await agent.Owner.GetAsync("market/quotes?symbols=SPY")).Body.GetProperty("items")[0];
        var shares = (long)(60_000m / quote.GetProperty("price").GetDecimal());
        var trade = await agent.AcceptedAsync("buy", "SPY", shares);
        return (agent, trade, await agent.PendingApprovalAsync());
    }

    private static Task<Answer> DecideAsync(ApiClient who, string request, string decision, string? reason = null) =>
        who.PostAsync($"oversight/requests/{request}/decision", new { decision, reason });

    private Task<Answer> ServiceDecidesAsync(string request, string approverId, string approverName) =>
        Product.Anybody.SendAsync(
            HttpMethod.Post,
            $"oversight/requests/{request}/decision",
            new
            {
                decision = "approved",
                approverId,
                approverName,
            },
            serviceToken: HostProcess.ServiceToken
        );

    private static string[] Items(Answer page) =>
        [.. page.Body.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("requestId").GetString()!)];
}
