using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AgentTrader.Dashboard.Tests;

public sealed class OversightScreens(Browser browser)
{
    private const string Decide = $"POST /oversight/requests/{Samples.RequestId}/decision";

    [Fact]
    public async Task Count_down_to_the_deadline()
    {
        var api = new FakeApi();
        await using var opened = await DashboardPage.OpenAsync(browser, api, role: null);
        await opened.Page.Clock.InstallAsync();
        await opened.Page.Clock.PauseAtAsync(DateTime.UtcNow.AddSeconds(1));
        var start = await opened.Page.EvaluateAsync<long>("Date.now()");
        var request = Samples.Request(DateTimeOffset.FromUnixTimeMilliseconds(start));
        api.On("GET /oversight/requests", _ => FakeAnswer.Page(request));

        await opened.SignInAsync("#/oversight");
        await Expect(opened.Page.GetByRole(AriaRole.Timer)).ToContainTextAsync("10:00 left");
        await opened.Page.Clock.RunForAsync(61_000);
        await Expect(opened.Page.GetByRole(AriaRole.Timer)).ToContainTextAsync("8:59 left");
        await opened.Page.Clock.RunForAsync(540_000);
        await Expect(opened.Page.GetByText("Time is up", new() { Exact = true })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Approve_a_trade()
    {
        var api = new FakeApi().On(Decide, _ => FakeAnswer.Json(Answer("approved")));
        await using var opened = await DashboardPage.OpenAsync(browser, api, "#/oversight", "approver");
        await Expect(opened.Page.GetByRole(AriaRole.Article))
            .ToContainTextAsync("more than the $50,000.00 that need a person");

        api.On("GET /oversight/requests", _ => FakeAnswer.Page());
        await opened.Page.GetByRole(AriaRole.Button, new() { Name = "Approve: Buy 300 shares of TSLA" }).ClickAsync();

        await Expect(opened.Page.GetByText("TSLA: The trade was approved.")).ToBeVisibleAsync();
        await Expect(opened.Page.GetByText("Nothing waits for approval")).ToBeVisibleAsync();
        Assert.Equal("approved", Assert.Single(api.Sent, request => request.Operation == Decide).Member("decision"));
        opened.AssertNoComplaints();
    }

    [Fact]
    public async Task Reject_a_trade_with_a_reason()
    {
        var api = new FakeApi().On(Decide, _ => FakeAnswer.Json(Answer("rejected")));
        await using var opened = await DashboardPage.OpenAsync(browser, api, "#/oversight", "approver");

        await opened.Page.GetByRole(AriaRole.Button, new() { Name = "Reject: Buy 300 shares of TSLA" }).ClickAsync();
        var dialog = opened.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Reason").FillAsync("Too concentrated.");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Reject", Exact = true }).ClickAsync();

        await Expect(opened.Page.GetByText("TSLA: The trade was rejected.")).ToBeVisibleAsync();
        var decision = Assert.Single(api.Sent, request => request.Operation == Decide);
        Assert.Equal(("rejected", "Too concentrated."), (decision.Member("decision"), decision.Member("reason")));
    }

    [Fact]
    public async Task Approve_fewer_shares()
    {
        var api = new FakeApi().On(Decide, _ => FakeAnswer.Json(Answer("approved", "The price moved too far.")));
        await using var opened = await DashboardPage.OpenAsync(browser, api, "#/oversight", "approver");

        await opened.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Approve fewer shares") }).ClickAsync();
        var dialog = opened.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Shares to approve").FillAsync("120");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Approve", Exact = true }).ClickAsync();

        await Expect(opened.Page.GetByText("TSLA: Approved, and not made. The price moved too far."))
            .ToBeVisibleAsync();
        var decision = Assert.Single(api.Sent, request => request.Operation == Decide);
        Assert.Equal(("approved", "120"), (decision.Member("decision"), decision.Member("quantity")));
    }

    [Fact]
    public async Task Ask_and_see_what_was_asked()
    {
        var api = new FakeApi().On(Decide, _ => FakeAnswer.Json(Answer("pending")));
        await using var opened = await DashboardPage.OpenAsync(browser, api, "#/oversight", "approver");
        var card = opened.Page.GetByRole(AriaRole.Article);
        await Expect(card).ToContainTextAsync("Bob asks: Why <b>now</b>?");
        await Expect(card).ToContainTextAsync("0 of 2 approvals Decided by any approver");
        await Expect(card).ToContainTextAsync("0 of 1 approvals Decided by Ann");

        await card.GetByRole(AriaRole.Button, new() { NameRegex = new("^Ask about") }).ClickAsync();
        var dialog = opened.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Question").FillAsync("Why so much?");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Ask", Exact = true }).ClickAsync();

        await Expect(opened.Page.GetByText("TSLA: The question was sent.")).ToBeVisibleAsync();
        var decision = Assert.Single(api.Sent, request => request.Operation == Decide);
        Assert.Equal(("info_requested", "Why so much?"), (decision.Member("decision"), decision.Member("reason")));
    }

    [Fact]
    public async Task Show_the_risk_and_what_the_trade_changes()
    {
        await using var opened = await DashboardPage.OpenAsync(browser, new FakeApi(), "#/oversight", "approver");
        var card = opened.Page.GetByRole(AriaRole.Article);
        await Expect(card)
            .ToContainTextAsync("a step of an entry of 900 shares for $225,003.00 in all", new() { IgnoreCase = true });
        await Expect(card).ToContainTextAsync("Risk 7.2 of 10");
        await Expect(card).ToContainTextAsync("2.1× usual");
        await card.GetByText("Details").ClickAsync();
        await Expect(card).ToContainTextAsync("its fast average rose above its slow one");
        var change = card.GetByRole(AriaRole.Table, new() { Name = "Portfolio before and after" });
        await Expect(change.GetByRole(AriaRole.Row, new() { Name = "TSLA 0 % 75 %" })).ToBeVisibleAsync();
        await Expect(card).ToContainTextAsync("Buy 10 shares of TSLA, at $240.00, since then +4.17%");
        opened.AssertNoComplaints();
    }

    [Fact]
    public async Task Show_what_waits_the_first_to_expire_first_however_many_pages_it_takes()
    {
        const string Later = "ovr_0000000000000002";
        var api = new FakeApi().On(
            "GET /oversight/requests",
            asked =>
                !asked.Uri.Query.Contains("status=pending", StringComparison.Ordinal) ? FakeAnswer.Page()
                : asked.Uri.Query.Contains("pageToken=", StringComparison.Ordinal) ? FakeAnswer.Page(Samples.Request())
                : FakeAnswer.Json(
                    new
                    {
                        items = new[] { Samples.Request(DateTimeOffset.UtcNow.AddMinutes(5), Later) },
                        nextPageToken = "more",
                    }
                )
        );
        await using var opened = await DashboardPage.OpenAsync(browser, api, "#/oversight", "approver");
        var cards = opened.Page.GetByRole(AriaRole.Article);
        await Expect(cards).ToHaveCountAsync(2);
        await Expect(opened.Page).ToHaveTitleAsync("(2) Oversight · AgentTrader");
        await cards.Nth(1).GetByRole(AriaRole.Button, new() { NameRegex = new("^Approve: Buy") }).ClickAsync();
        await Expect(opened.Page.GetByText($"The test has no answer to POST /oversight/requests/{Later}/decision."))
            .ToBeVisibleAsync();
    }

    [Fact]
    public async Task Lead_the_keyboard_from_a_decided_request_to_the_next()
    {
        const string Later = "ovr_0000000000000002";
        var first = Samples.Request();
        var second = Samples.Request(DateTimeOffset.UtcNow.AddMinutes(5), Later);
        var api = new FakeApi()
            .On("GET /oversight/requests", _ => FakeAnswer.Page(first, second))
            .On(Decide, _ => FakeAnswer.Json(Answer("approved")))
            .On($"POST /oversight/requests/{Later}/decision", _ => FakeAnswer.Json(Answer("approved")));
        await using var opened = await DashboardPage.OpenAsync(browser, api, "#/oversight", "approver");
        var approve = opened.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Approve: Buy") });
        await Expect(approve).ToHaveCountAsync(2);
        api.On("GET /oversight/requests", _ => FakeAnswer.Page(second));
        await approve.First.PressAsync("Enter");
        await Expect(approve).ToHaveCountAsync(1);
        await Expect(opened.Page.GetByRole(AriaRole.Heading, new() { Name = "Buy 300 shares of TSLA" }))
            .ToBeFocusedAsync();

        api.On("GET /oversight/requests", _ => FakeAnswer.Page());
        await opened.Page.Keyboard.PressAsync("Tab");
        await approve.PressAsync("Enter");
        await Expect(opened.Page.GetByRole(AriaRole.Heading, new() { Name = "Nothing waits for approval" }))
            .ToBeFocusedAsync();
        await Expect(opened.Page).ToHaveTitleAsync("Oversight · AgentTrader");
        opened.AssertNoComplaints();
    }

    [Fact]
    public async Task Make_a_sound_for_who_wants_one_when_another_request_begins_to_wait()
    {
        var api = new FakeApi().On("GET /oversight/requests", _ => FakeAnswer.Page(Samples.Request()));
        await using var opened = await DashboardPage.OpenAsync(browser, api, role: null);
        await opened.Page.AddInitScriptAsync(
            "window.notes = 0; const start = OscillatorNode.prototype.start;"
                + "OscillatorNode.prototype.start = function (...at) { window.notes++; return start.apply(this, at); };"
        );
        await opened.SignInAsync("#/oversight", "approver");
        await Expect(opened.Page.GetByRole(AriaRole.Article)).ToHaveCountAsync(1);
        await opened.Page.GetByLabel("Sound when a request begins to wait").CheckAsync();
        Assert.Equal(2, await opened.Page.EvaluateAsync<int>("notes"));

        var another = Samples.Request(DateTimeOffset.UtcNow.AddMinutes(5), "ovr_0000000000000002");
        api.On("GET /oversight/requests", _ => FakeAnswer.Page(Samples.Request(), another));
        await Expect(opened.Page.GetByRole(AriaRole.Article)).ToHaveCountAsync(2, new() { Timeout = 15_000 });
        Assert.Equal(4, await opened.Page.EvaluateAsync<int>("notes"));
        opened.AssertNoComplaints();
    }

    [Fact]
    public async Task Name_who_approved_a_trade_among_the_agents_trades()
    {
        var api = new FakeApi()
            .On($"GET /agents/{Samples.AgentId}/trades", _ => FakeAnswer.Page(Samples.Trade(approvedBy: "usr_1")))
            .On(
                $"GET /oversight/requests/{Samples.RequestId}",
                _ => FakeAnswer.Json(new { decision = new { approver = "Ann, Bob" } })
            );
        await using var opened = await DashboardPage.OpenAsync(browser, api, "#/agents/" + Samples.AgentId);
        await opened.Page.GetByRole(AriaRole.Button, new() { Name = "Show reasoning of the AAPL trade" }).ClickAsync();
        await Expect(opened.Page.GetByText("Approved by Ann, Bob")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Say_who_was_quicker()
    {
        var api = new FakeApi().On(
            Decide,
            _ => FakeAnswer.Problem(409, "Bob approved this at 10:00 UTC: nothing is left to decide.")
        );
        await using var opened = await DashboardPage.OpenAsync(browser, api, "#/oversight", "approver");

        await opened.Page.GetByRole(AriaRole.Button, new() { Name = "Approve: Buy 300 shares of TSLA" }).ClickAsync();

        await Expect(opened.Page.GetByText("Bob approved this at 10:00 UTC")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Offer_the_decision_only_to_those_who_may_make_it()
    {
        await using var opened = await DashboardPage.OpenAsync(browser, new FakeApi(), "#/oversight", "trader");

        await Expect(opened.Page.GetByRole(AriaRole.Article)).ToContainTextAsync("Only approvers");
        await Expect(opened.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^(Approve|Reject)") }))
            .ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Offer_no_decision_that_the_rules_give_to_others_and_no_second_yes()
    {
        var api = new FakeApi().On(
            "GET /oversight/requests",
            _ => FakeAnswer.Page(Samples.Request(onlyApprover: "usr_8"))
        );
        await using var opened = await DashboardPage.OpenAsync(browser, api, "#/oversight", "approver");
        var card = opened.Page.GetByRole(AriaRole.Article);
        await Expect(card).ToContainTextAsync("Decided by Ann");
        await Expect(card).ToContainTextAsync("Only those named here can decide.");
        await Expect(card.GetByRole(AriaRole.Button)).ToHaveCountAsync(0);

        api.On("GET /oversight/requests", _ => FakeAnswer.Page(Samples.Request(saidYes: "usr_1")));
        await opened.Page.ReloadAsync();
        await Expect(card).ToContainTextAsync("You have said yes. The others are still to decide.");
        await Expect(card.GetByRole(AriaRole.Button, new() { NameRegex = new("^Reject") })).ToBeVisibleAsync();
        await Expect(card.GetByRole(AriaRole.Button, new() { NameRegex = new("^Approve") })).ToHaveCountAsync(0);
    }

    private static object Answer(string status, string? failureReason = null) =>
        new
        {
            status,
            approvals = 1,
            requiredApprovals = 2,
            tradeExecuted = status == "approved" && failureReason is null,
            failureReason,
        };
}
