using System.Text.Json;
using AgentTrader.Core.Identity;
using AgentTrader.Services.Storage;
using AgentTrader.Testing;

namespace AgentTrader.Functions.Tests.Oversight;

/// <summary>Only what Slack signed, now, once, gets in; the rest is refused, audited, and does nothing.</summary>
[Collection(nameof(ClockedProduct))]
public sealed class SlackGateTests(ClockedProduct app)
{
    private HttpClient Http => app.Product.Http;

    private string Now => SlackRequest.Timestamp(app.Clock.GetUtcNow());

    public static TheoryData<string> Paths => ["slack/interactivity", "slack/commands", "slack/events"];

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Forged_stale_and_truncated_requests_are_refused_and_audited_and_nothing_else_happens(string path)
    {
        var (agent, request) = await HeldAsync();
        var click = SlackRequest.Click(SlackWorkspace.Approver, "approve", $"{request}|20") with { Path = path };
        var old = SlackRequest.Timestamp(app.Clock.GetUtcNow() - TimeSpan.FromSeconds(302));
        var ahead = SlackRequest.Timestamp(app.Clock.GetUtcNow() + TimeSpan.FromSeconds(310));
        (string Reason, Func<Task<Answer>> Send)[] attempts =
        [
            ("unsigned", () => click.SendAsync(Http, null, null)),
            ("unsigned", () => click.SendAsync(Http, Now, null)),
            ("unsigned", () => click.SendAsync(Http, null, click.Sign(Now))),
            ("wrong signature", () => click.SendAsync(Http, Now, click.Sign(Now, "another secret"))),
            ("wrong signature", () => click.SendAsync(Http, Now, "v0=00")),
            ("wrong signature", () => click.SendAsync(Http, Now, click.Sign(old))),
            ("wrong signature", () => click.SendAsync(Http, Now, click.Sign(Now), click.Body[..^10])),
            ("wrong signature", () => click.SendAsync(Http, Now, click.Sign(Now), "")),
            ("stale", () => click.SendAsync(Http, old, click.Sign(old))),
            ("stale", () => click.SendAsync(Http, ahead, click.Sign(ahead))),
        ];
        var before = (await AuditAsync(path)).Count;
        foreach (var (reason, send) in attempts)
        {
            var refused = await send();
            Assert.True(refused.Status == 401, $"{reason}: {refused}");
            Assert.Equal("application/problem+json", refused.ContentType);
        }

        var audited = await AuditAsync(path);
        Assert.Equal(attempts.Length, audited.Count - before);
        Assert.Equal(
            attempts.Select(attempt => attempt.Reason).Order(),
            audited
                .Take(attempts.Length)
                .Select(entry => entry.GetProperty("details").GetProperty("reason").GetString())
                .Order()
        );
        Assert.Equal("pending", (await RequestAsync(request))["status"]);
        Assert.Empty(await QueuedAsync());
        await EndAsync(agent, request);
    }

    [Fact]
    public async Task A_request_that_comes_a_second_time_is_refused_though_it_is_signed()
    {
        var (agent, request) = await HeldAsync();
        var click = SlackRequest.Click(SlackWorkspace.Approver, "approve", $"{request}|20");
        var (timestamp, signature) = (Now, click.Sign(Now));
        signature = click.Sign(timestamp);
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => click.SendAsync(Http, timestamp, signature))
        );
        Assert.Single(answers, answer => answer.Status == 200);
        Assert.Equal(7, answers.Count(answer => answer.Status == 401));
        app.Clock.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal(401, (await click.SendAsync(Http, timestamp, signature)).Status);
        await Eventually.GetAsync(() => RequestAsync(request), found => found["status"] == "approved");
        Assert.Contains(
            await AuditAsync("slack/interactivity"),
            entry => entry.GetProperty("details").GetProperty("reason").GetString() == "replayed"
        );
        await Eventually.GetAsync(agent.GetAsync, found => found["pendingApproval"] is null);
    }

    [Fact]
    public async Task The_question_whose_address_this_is_gets_its_challenge_back_when_Slack_asks_it()
    {
        var question = SlackRequest.Event(new { type = "url_verification", challenge = "3eZbrw1aBm2rZgRNFdxV" });
        var answer = await question.SendAsync(Http, app.Clock);
        Assert.Equal((200, "3eZbrw1aBm2rZgRNFdxV"), (answer.Status, answer["challenge"]));
        Assert.Equal(401, (await question.SendAsync(Http, Now, "v0=00")).Status);
        var other = SlackRequest.Event(new { type = "event_callback", @event = new { type = "app_home_opened" } });
        Assert.Equal(200, (await other.SendAsync(Http, app.Clock)).Status);
    }

    [Fact]
    public async Task What_Slack_would_not_send_is_malformed_even_if_it_is_signed()
    {
        SlackRequest[] requests =
        [
            new("slack/interactivity", ""),
            new("slack/interactivity", "payload="),
            new("slack/interactivity", "payload=%7B"),
            new("slack/interactivity", "payload=[]"),
            new("slack/interactivity", "payload=%7B%22user%22%3A%7B%22id%22%3A%22U1%22%7D%2C%22user%22%3A1%7D"),
            SlackRequest.Interaction(new { type = "block_actions" }),
            SlackRequest.Interaction(new { type = "block_actions", user = new { id = 7 } }),
            SlackRequest.Interaction(new { type = "block_actions", user = new { id = "U1" } }),
            SlackRequest.Interaction(new { type = "view_submission", user = new { id = "U1" } }),
            SlackRequest.Click("U1", "explode", "ovr_0000000000000000|20"),
            SlackRequest.Click("U1", "approve", "nonsense"),
            new("slack/commands", "command=%2Fpending"),
            new("slack/events", "nonsense", "application/json"),
            new("slack/events", "{\"type\":\"url_verification\"}", "application/json"),
        ];
        foreach (var request in requests)
        {
            var answer = await request.SendAsync(Http, app.Clock);
            Assert.True(answer.Status == 400, $"{request.Body}: {answer}");
        }

        var large = new SlackRequest("slack/events", new string('x', 300_000), "application/json");
        Assert.Equal(413, (await large.SendAsync(Http, app.Clock)).Status);
        Assert.Empty(await QueuedAsync());
    }

    private async Task<(TestAgent Agent, string RequestId)> HeldAsync()
    {
        var agent = await TestAgent.CreateActiveAsync(app.Product.NewUser(Roles.Trader), 100_000m, 1_000m);
        await agent.AcceptedAsync("buy", "AAPL", 20);
        return (agent, await agent.PendingApprovalAsync());
    }

    private async Task EndAsync(TestAgent agent, string request)
    {
        var approver = app.Product.NewUser(Roles.Approver);
        await approver.PostAsync($"oversight/requests/{request}/decision", new { decision = "rejected" });
        await Eventually.GetAsync(agent.GetAsync, found => found["pendingApproval"] is null);
    }

    private async Task<IReadOnlyList<JsonElement>> AuditAsync(string path)
    {
        var admin = app.Product.NewUser(Roles.Admin);
        var page = await admin.GetAsync($"audit?action=slack.refused&resourceId=/api/v1/{path}&pageSize=100");
        Assert.True(page.Status == 200, page.ToString());
        return [.. page.Body.GetProperty("items").EnumerateArray()];
    }

    private Task<Answer> RequestAsync(string request) =>
        app.Product.NewUser(Roles.Viewer).GetAsync("oversight/requests/" + request);

    private async Task<IReadOnlyList<string>> QueuedAsync() =>
        [
            .. (await app.Product.Storage.Queue(QueueNames.SlackActions).PeekMessagesAsync(32)).Value.Select(message =>
                message.Body.ToString()
            ),
        ];
}
