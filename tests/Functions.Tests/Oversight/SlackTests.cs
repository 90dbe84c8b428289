using System.Text.Json;
using AgentTrader.Core.Identity;
using AgentTrader.Functions.Tests.Trading;
using AgentTrader.Testing;

namespace AgentTrader.Functions.Tests.Oversight;

/// <summary>Approvals by people who live in Slack: the product and a workspace that behaves as Slack does.</summary>
[Collection(nameof(ClockedProduct))]
public sealed class SlackTests(ClockedProduct app)
{
    private SlackWorkspace Slack { get; } = new(app.Product.Http);

    [Fact]
    public async Task An_approval_in_Slack_fills_the_trade_and_the_message_and_its_thread_say_so()
    {
        var (agent, trade, _, message) = await HeldAsync();
        Assert.Null(await Slack.ClickAsync(SlackWorkspace.Approver, message, "approve"));
        var filled = await agent.TradeIsAsync(trade, "completed");
        var user = await app.Product.DemoUserAsync("approver@demo.local");
        Assert.Equal(user.UserId, filled["approvedBy"]);
        var ts = message.GetProperty("ts").GetString()!;
        var decided = await MessageIsAsync(ts, "Approved by Aron Approver");
        Assert.DoesNotContain("\"reject\"", decided.GetRawText(), StringComparison.Ordinal);
        await ReplyAsync(ts, "Approved by Aron Approver at ");
        await ReplyAsync(ts, "Filled: bought 20 AAPL at $");
        await Ledger.AssertBalancedAsync(agent);
    }

    [Fact]
    public async Task A_rejection_asks_for_its_reason_in_a_form_and_the_owner_reads_it()
    {
        var (agent, trade, _, message) = await HeldAsync();
        Assert.Null(await Slack.ClickAsync(SlackWorkspace.Approver, message, "reject"));
        var form = await Slack.FormAsync(SlackWorkspace.Approver);
        Assert.Equal("reject", form.GetProperty("callback_id").GetString());
        Assert.Null(await Slack.SubmitAsync(SlackWorkspace.Approver, "text", "Too much tech <!channel>"));
        Assert.Null(await Slack.FindFormAsync(SlackWorkspace.Approver));
        var cancelled = await agent.TradeIsAsync(trade, "cancelled");
        Assert.EndsWith("rejected it: Too much tech <!channel>", cancelled["failureReason"], StringComparison.Ordinal);
        await MessageIsAsync(message.GetProperty("ts").GetString()!, "Too much tech &lt;!channel&gt;");
        Assert.Equal(100_000m, await Ledger.AssertBalancedAsync(agent));
    }

    [Fact]
    public async Task Fewer_shares_are_approved_in_a_form_that_takes_no_more_than_were_asked_for()
    {
        var (agent, trade, _, message) = await HeldAsync();
        await Slack.ClickAsync(SlackWorkspace.Approver, message, "reduce");
        await Slack.FormAsync(SlackWorkspace.Approver);
        foreach (var wrong in (string[])["21", "0", "-1", "1.5", "many", ""])
        {
            Assert.Null(await Slack.SubmitAsync(SlackWorkspace.Approver, "quantity", wrong));
            var refused = await Slack.FormAsync(SlackWorkspace.Approver);
            Assert.Equal(
                "Enter a whole number from 1 to 20.",
                refused.GetProperty("errors").GetProperty("quantity").GetString()
            );
        }

        Assert.Null(await Slack.SubmitAsync(SlackWorkspace.Approver, "quantity", "7"));
        var filled = await agent.TradeIsAsync(trade, "completed");
        Assert.Equal(7, filled.Body.GetProperty("quantity").GetInt64());
        await MessageIsAsync(message.GetProperty("ts").GetString()!, "Approved for 7 of 20 shares by Aron Approver");
    }

    [Fact]
    public async Task A_question_is_asked_in_the_thread_and_the_request_stays_open()
    {
        var (agent, trade, request, message) = await HeldAsync();
        await Slack.ClickAsync(SlackWorkspace.Approver, message, "ask");
        await Slack.FormAsync(SlackWorkspace.Approver);
        await Slack.SubmitAsync(SlackWorkspace.Approver, "text", "Why today?");
        var ts = message.GetProperty("ts").GetString()!;
        await ReplyAsync(ts, "Aron Approver asks: Why today?");
        Assert.Equal("pending", (await RequestAsync(request))["status"]);
        await agent.Owner.PostAsync($"oversight/requests/{request}/answers", new { text = "The earnings are out." });
        await ReplyAsync(ts, "answers: The earnings are out.");
        await Slack.ClickAsync(SlackWorkspace.Approver, await MessageIsAsync(ts, "The earnings are out."), "approve");
        await agent.TradeIsAsync(trade, "completed");
    }

    [Fact]
    public async Task Who_is_unknown_or_may_not_decide_is_told_so_privately_and_it_is_audited()
    {
        var (agent, trade, request, message) = await HeldAsync();
        await Slack.ClickAsync(SlackWorkspace.Stranger, message, "approve");
        await Slack.MessageAsync(SlackWorkspace.Stranger, SlackWorkspace.Approvals, "does not know who you are");
        await Slack.ClickAsync(SlackWorkspace.Trader, message, "reject");
        await Slack.MessageAsync(SlackWorkspace.Trader, SlackWorkspace.Approvals, "Only approvers decide");
        Assert.Null(await Slack.FindFormAsync(SlackWorkspace.Trader));
        var others = await Slack.MessagesAsync(SlackWorkspace.Approver);
        Assert.DoesNotContain(others, seen => seen.GetRawText().Contains("who you are", StringComparison.Ordinal));
        Assert.Equal("pending", (await RequestAsync(request))["status"]);
        Assert.Equal("pending_approval", (await agent.TradeIsAsync(trade, "pending_approval"))["status"]);
        var audited = await Eventually.GetAsync(
            () => AuditAsync($"action=slack.not_allowed&resourceId={request}"),
            entries => entries.Count == 2
        );
        Assert.Contains(
            audited,
            entry => entry.GetRawText().Contains(SlackWorkspace.Stranger, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_late_click_is_told_who_decided_and_when()
    {
        var (agent, trade, request, _) = await HeldAsync();
        var first = await DecideAsync(request);
        Assert.Equal(200, first.Status);
        // The click of a person who still sees the buttons.
        var late = SlackRequest.Click(SlackWorkspace.Approver, "approve", $"{request}|20");
        Assert.Equal(200, (await late.SendAsync(app.Product.Http, app.Clock)).Status);
        var at = first.Body.GetProperty("decision").GetProperty("approvedAt").GetDateTimeOffset();
        await Slack.MessageAsync(
            SlackWorkspace.Approver,
            SlackWorkspace.Approvals,
            $"approved this at {at.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC: nothing is left to decide."
        );
        await agent.TradeIsAsync(trade, "completed");
    }

    [Fact]
    public async Task A_reminder_and_an_escalation_are_said_in_the_thread_and_the_urgent_channel_is_asked_too()
    {
        var (agent, trade, request, message) = await HeldAsync();
        var ts = message.GetProperty("ts").GetString()!;
        app.Clock.Advance(TimeSpan.FromMinutes(5));
        await ReplyAsync(ts, "Reminder: half of the time is over");
        app.Clock.Advance(TimeSpan.FromMinutes(3));
        await ReplyAsync(ts, "Nobody has decided yet");
        await MessageIsAsync(ts, "Approval overdue");
        var urgent = await Slack.MessageAsync(SlackWorkspace.Approver, SlackWorkspace.Urgent, request, "overdue");
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        await agent.TradeIsAsync(trade, "cancelled");
        await MessageIsAsync(ts, "Expired at ");
        await Slack.MessageAsync(
            SlackWorkspace.Approver,
            SlackWorkspace.Urgent,
            urgent.GetProperty("ts").GetString()!,
            "Expired at "
        );
    }

    [Fact]
    public async Task The_message_shows_the_allocation_by_a_signed_address_and_no_other_opens_it()
    {
        var (_, _, request, message) = await HeldAsync();
        var image = message
            .GetProperty("blocks")
            .EnumerateArray()
            .Single(block => block.GetProperty("type").GetString() == "image");
        Assert.NotEmpty(image.GetProperty("alt_text").GetString()!);
        var address = new Uri(image.GetProperty("image_url").GetString()!);
        using var picture = await app.Product.Http.GetAsync(address);
        Assert.Equal((200, "image/png"), ((int)picture.StatusCode, picture.Content.Headers.ContentType?.MediaType));
        Assert.Equal(0x89, (await picture.Content.ReadAsByteArrayAsync())[0]);

        var other = address.AbsoluteUri.Replace(request, "ovr_0000000000000000", StringComparison.Ordinal);
        var later = address.AbsoluteUri.Replace("expires=1", "expires=2", StringComparison.Ordinal);
        var unsigned = address.GetLeftPart(UriPartial.Path);
        foreach (var forged in (string[])[other, later, unsigned, address.AbsoluteUri[..^1]])
        {
            using var refused = await app.Product.Http.GetAsync(new Uri(forged));
            Assert.Equal(401, (int)refused.StatusCode);
        }

        await DecideAsync(request);
    }

    [Fact]
    public async Task Without_Slack_approvers_get_mail_and_the_trades_ten_minutes_run_as_ever()
    {
        await Slack.OutageAsync("down");
        try
        {
            var (agent, trade, request) = await HeldUnseenAsync();
            var expiresAt = (await RequestAsync(request)).Body.GetProperty("expiresAt").GetDateTimeOffset();
            var createdAt = (await RequestAsync(request)).Body.GetProperty("createdAt").GetDateTimeOffset();
            Assert.Equal(TimeSpan.FromMinutes(10), expiresAt - createdAt);
            var mail = await MailAsync(agent);
            Assert.Contains("buy 20 AAPL", mail.GetProperty("subject").GetString(), StringComparison.Ordinal);
            app.Clock.Advance(expiresAt - app.Clock.GetUtcNow());
            await agent.TradeIsAsync(trade, "cancelled");
            Assert.Equal("expired", (await RequestAsync(request))["status"]);
        }
        finally
        {
            await Slack.OutageAsync("none");
            app.Clock.Advance(TimeSpan.FromMinutes(1));
        }
    }

    [Fact]
    public async Task A_code_made_here_and_typed_in_Slack_links_the_two_accounts_once()
    {
        var approver = await app.Product.NewStoredUserAsync(Roles.Approver);
        var code = (await approver.PostAsync("auth/slack-link"))["code"];
        await CommandAsync(SlackWorkspace.Stranger, "/link nonsense", "This code is not good");
        await CommandAsync(SlackWorkspace.Stranger, "/link " + code.ToLowerInvariant(), "You are linked to ");
        try
        {
            await CommandAsync(SlackWorkspace.Trader, "/link " + code, "This code is not good");
            var (agent, trade, _, message) = await HeldAsync();
            await Slack.ClickAsync(SlackWorkspace.Stranger, message, "approve");
            Assert.Equal(approver.UserId, (await agent.TradeIsAsync(trade, "completed"))["approvedBy"]);
        }
        finally
        {
            await app.Product.UnlinkAsync(SlackWorkspace.Stranger);
        }

        var late = (await approver.PostAsync("auth/slack-link"))["code"];
        app.Clock.Advance(TimeSpan.FromMinutes(10));
        await CommandAsync(SlackWorkspace.Stranger, "/link " + late, "This code is not good");
    }

    [Fact]
    public async Task Commands_are_answered_to_who_gives_them_and_do_what_that_user_may()
    {
        var (agent, _, request, _) = await HeldAsync("Kommando Desk");
        await CommandAsync(
            SlackWorkspace.Approver,
            "/agents kommando desk",
            "Kommando Desk: active, $100,000.00, waits for an approval"
        );
        var (_, _, later, _) = await HeldAsync("Later Desk");
        await CommandAsync(SlackWorkspace.Approver, "/pending", "Later Desk: buy 20 AAPL for $");
        var listed = (
            await Slack.MessageAsync(
                SlackWorkspace.Approver,
                SlackWorkspace.Approvals,
                "Kommando Desk: buy 20 AAPL for $",
                "Later Desk: buy"
            )
        ).GetRawText();
        Assert.True(
            listed.IndexOf("Kommando Desk:", StringComparison.Ordinal)
                < listed.IndexOf("Later Desk:", StringComparison.Ordinal),
            listed
        );
        await DecideAsync(later);
        await CommandAsync(SlackWorkspace.Approver, "/pause Kommando Desk", "This needs the role admin or trader");
        await CommandAsync(SlackWorkspace.Trader, "/pause Kommando Desk", "There is no agent");
        await CommandAsync(SlackWorkspace.Admin, "/pause kommando desk", "Kommando Desk is paused.");
        Assert.Equal("paused", (await agent.GetAsync())["status"]);
        await CommandAsync(SlackWorkspace.Trader, "/kill", "This needs the role admin");
        await CommandAsync(SlackWorkspace.Admin, "/kill The feed is wrong", "The kill switch is on");
        var admin = app.Product.NewUser(Roles.Admin);
        var status = await admin.GetAsync("trading/status");
        Assert.True(status.Body.GetProperty("killSwitch").GetBoolean());
        Assert.Equal("The feed is wrong", status["reason"]);
        await admin.PostAsync("trading/kill-switch", new { on = false });
        await DecideAsync(request);
        var others = await Slack.MessagesAsync(SlackWorkspace.Trader);
        Assert.DoesNotContain(
            others,
            seen => seen.GetRawText().Contains("Kommando Desk is paused", StringComparison.Ordinal)
        );
    }

    private async Task<(TestAgent Agent, string TradeId, string RequestId, JsonElement Message)> HeldAsync(
        string? name = null
    )
    {
        var (agent, trade, request) = await HeldUnseenAsync(name);
        var message = await Slack.MessageAsync(
            SlackWorkspace.Approver,
            SlackWorkspace.Approvals,
            request,
            "Approval needed"
        );
        return (agent, trade, request, message);
    }

    private async Task<(TestAgent Agent, string TradeId, string RequestId)> HeldUnseenAsync(string? name = null)
    {
        var body = TestAgent.Body(100_000m, 1_000m);
        body["name"] = name ?? "Desk";
        var agent = await TestAgent.CreateAsync(app.Product.NewUser(Roles.Trader), body);
        await agent.ActivateAsync();
        var trade = await agent.AcceptedAsync("buy", "AAPL", 20);
        return (agent, trade, await agent.PendingApprovalAsync());
    }

    private Task<JsonElement> MessageIsAsync(string ts, string text) =>
        Slack.MessageAsync(SlackWorkspace.Approver, SlackWorkspace.Approvals, $"\"ts\":\"{ts}\"", text);

    private Task<JsonElement> ReplyAsync(string ts, string text) =>
        Slack.MessageAsync(SlackWorkspace.Approver, SlackWorkspace.Approvals, $"\"thread_ts\":\"{ts}\"", text);

    private async Task CommandAsync(string user, string text, string answer)
    {
        Assert.Null(await Slack.SayAsync(user, text));
        await Slack.MessageAsync(user, SlackWorkspace.Approvals, answer);
    }

    private async Task<JsonElement> MailAsync(TestAgent agent)
    {
        var name = (await agent.GetAsync())["name"];
        var mails = await Eventually.GetAsync(
            () => app.Product.MailAsync("approver@demo.local"),
            seen => seen.Any(mail => mail.GetRawText().Contains(name, StringComparison.Ordinal))
        );
        return mails[0];
    }

    private async Task<IReadOnlyList<JsonElement>> AuditAsync(string query)
    {
        var page = await app.Product.NewUser(Roles.Admin).GetAsync("audit?" + query);
        Assert.True(page.Status == 200, page.ToString());
        return [.. page.Body.GetProperty("items").EnumerateArray()];
    }

    private Task<Answer> RequestAsync(string request) =>
        app.Product.NewUser(Roles.Viewer).GetAsync("oversight/requests/" + request);

    private Task<Answer> DecideAsync(string request) =>
        app
            .Product.NewUser(Roles.Approver)
            .PostAsync($"oversight/requests/{request}/decision", new { decision = "approved" });
}
