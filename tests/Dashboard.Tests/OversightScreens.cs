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
