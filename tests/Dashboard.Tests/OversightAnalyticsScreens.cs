using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AgentTrader.Dashboard.Tests;

/// <summary>How approvals go, and the rules by which trades wait.</summary>
public sealed class OversightAnalyticsScreens(Browser browser)
{
    private const string Rules = $"/agents/{Samples.AgentId}/oversight/rules";
    private const string RulesPage = $"#/agents/{Samples.AgentId}/oversight";

    [Fact]
    public async Task Show_how_approvals_go_and_what_another_threshold_would_change()
    {
        var api = new FakeApi();
        await using var opened = await DashboardPage.OpenAsync(browser, api, "#/oversight", "approver");
        await opened.Page.GetByRole(AriaRole.Link, new() { Name = "Analytics of oversight" }).ClickAsync();
        var main = opened.Page.GetByRole(AriaRole.Main);
        await Expect(main).ToContainTextAsync("85.04 %");
        await Expect(main).ToContainTextAsync("Raise the threshold to $75,000 and 30% fewer requests are made");
        await Expect(main).ToContainTextAsync("between 09:00 and 09:59 UTC wait 95 seconds on average");
        await Expect(opened.Page.GetByRole(AriaRole.Row, new() { Name = "2025-03-14 67 58 7 2" })).ToBeVisibleAsync();
        await Expect(opened.Page.GetByRole(AriaRole.Row, new() { Name = "Bob 80 75 % 31.5 s" })).ToBeVisibleAsync();
        await Expect(opened.Page.GetByRole(AriaRole.Row, new() { Name = "15:00 40.5 s 90 3" })).ToBeVisibleAsync();

        await Expect(main).ToContainTextAsync("38 of 127 (29.92 %)");
        await opened.Page.GetByRole(AriaRole.Slider).PressAsync("End");
        await Expect(opened.Page.GetByLabel("Approve by itself below $100,000.00")).ToBeVisibleAsync();
        await Expect(main).ToContainTextAsync("99 of 127");
        await opened.Page.GetByRole(AriaRole.Button, new() { Name = "7 days" }).ClickAsync();
        await Expect(opened.Page.GetByRole(AriaRole.Button, new() { Name = "7 days", Pressed = true }))
            .ToBeVisibleAsync();
        Assert.Contains(api.Sent, sent => sent.Uri.Query == "?timeRange=7D");
        opened.AssertNoComplaints();
    }

    [Fact]
    public async Task Save_the_requests_of_a_time_as_CSV()
    {
        var api = new FakeApi();
        await using var opened = await DashboardPage.OpenAsync(browser, api, "#/oversight/analytics", "approver");
        var saved = await opened.Page.RunAndWaitForDownloadAsync(() =>
            opened.Page.GetByRole(AriaRole.Button, new() { Name = "Download as CSV" }).ClickAsync()
        );
        Assert.Equal("oversight-30D.csv", saved.SuggestedFilename);
        using var reader = new StreamReader(await saved.CreateReadStreamAsync());
        var lines = (await reader.ReadToEndAsync()).Split("\r\n");
        Assert.StartsWith("requestId,createdAt,", lines[0], StringComparison.Ordinal);
        Assert.StartsWith(Samples.RequestId, lines[1], StringComparison.Ordinal);
        opened.AssertNoComplaints();
    }

    [Theory]
    [InlineData("es", "Suba el umbral a 75.000 $ y habrá un 30 % menos", "Bob tarda 5,2 minutos de media")]
    [InlineData("zh", "将阈值提高到 $75,000 可减少 30% 的请求", "Bob 平均用时 5.2分钟")]
    public async Task Give_advice_in_the_readers_language(string language, string threshold, string approver)
    {
        await using var opened = await DashboardPage.OpenAsync(
            browser,
            new FakeApi(),
            "#/oversight/analytics",
            "approver"
        );
        await opened.Page.GetByLabel("Language").SelectOptionAsync(language);
        var main = opened.Page.GetByRole(AriaRole.Main);
        await Expect(main).ToContainTextAsync(threshold);
        await Expect(main).ToContainTextAsync(approver);
        await Expect(main).Not.ToContainTextAsync("English");
    }

    [Fact]
    public async Task Build_a_rule_try_it_on_past_trades_and_put_it_in_force()
    {
        var api = new FakeApi();
        await using var opened = await DashboardPage.OpenAsync(browser, api, RulesPage, "trader");
        var page = opened.Page;
        await Expect(page.GetByText("Oversight stopped 9 trades, 5 of which were made.")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Row, new() { Name = "Had nobody been asked 35 $50,100.00 +0.20%" }))
            .ToBeVisibleAsync();
        await page.GetByLabel("The trade waits when").SelectOptionAsync("all");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a condition" }).ClickAsync();
        await page.GetByLabel("The trade waits when").Nth(2).SelectOptionAsync("first_trade");
        await page.GetByLabel("More than, in dollars").FillAsync("25000");
        await page.GetByLabel("Dry run").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Try on past trades" }).ClickAsync();
        await Expect(page.GetByText("would have stopped 7 of 40 past trades, worth $210,000.00")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Put in force" }).ClickAsync();
        await Expect(page.GetByText("The rules hold from the next trade on.")).ToBeVisibleAsync();
        await Expect(page.GetByText("Version 1, since")).ToBeVisibleAsync();
        var sent = Assert.Single(api.Sent, request => request.Operation == "PUT " + Rules);
        using var body = JsonDocument.Parse(sent.Body!);
        Assert.True(body.RootElement.GetProperty("dryRun").GetBoolean());
        Assert.Equal(
            """{"kind":"all","bound":null,"of":[{"kind":"value","bound":25000,"of":null},{"kind":"first_trade","bound":null,"of":null}]}""",
            body.RootElement.GetProperty("rules")[0].GetProperty("when").GetRawText()
        );
        opened.AssertNoComplaints();
    }

    [Fact]
    public async Task Choose_approvers_by_name_with_the_keyboard_and_drop_one_who_is_none_any_more()
    {
        const string Gone = "usr_0000000000000001";
        var api = new FakeApi().On("GET " + Rules, _ => FakeAnswer.Json(OversightSamples.Rules(approvers: [Gone])));
        await using var opened = await DashboardPage.OpenAsync(browser, api, RulesPage, "trader");
        var asked = opened.Page.GetByRole(AriaRole.Group, new() { Name = "Approvers", Exact = true });
        var next = opened.Page.GetByRole(AriaRole.Group, new() { Name = "Next approvers" });
        await Expect(asked.GetByRole(AriaRole.Checkbox)).ToHaveCountAsync(3);
        await Expect(asked.GetByRole(AriaRole.Checkbox, new() { Name = Gone })).ToBeCheckedAsync();
        await Expect(asked).ToHaveAccessibleDescriptionAsync("None marked means every approver.");
        await asked.GetByRole(AriaRole.Checkbox, new() { Name = Gone }).FocusAsync();
        await opened.Page.Keyboard.PressAsync("Space");
        await Expect(asked.GetByRole(AriaRole.Checkbox, new() { Name = Gone })).ToBeFocusedAsync();
        await asked.GetByLabel("Bob").PressAsync("Space");
        await next.GetByLabel("Ann").PressAsync("Space");

        await opened.Page.GetByRole(AriaRole.Button, new() { Name = "Put in force" }).ClickAsync();
        await Expect(opened.Page.GetByText("The rules hold from the next trade on.")).ToBeVisibleAsync();
        using var body = JsonDocument.Parse(Assert.Single(api.Sent, sent => sent.Operation == "PUT " + Rules).Body!);
        var rule = body.RootElement.GetProperty("rules")[0];
        Assert.Equal(
            ("""["usr_0000000000000009"]""", """["usr_0000000000000008"]"""),
            (rule.GetProperty("approvers").GetRawText(), rule.GetProperty("escalateTo").GetRawText())
        );
        opened.AssertNoComplaints();
    }

    [Fact]
    public async Task Say_at_its_field_what_is_wrong_with_a_rule()
    {
        var api = new FakeApi().On(
            "PUT " + Rules,
            _ =>
                FakeAnswer.Problem(
                    400,
                    "One field is wrong.",
                    new() { ["rules[0].when.bound"] = ["A trade's value is compared with a positive number."] }
                )
        );
        await using var opened = await DashboardPage.OpenAsync(browser, api, RulesPage, "trader");
        await opened.Page.GetByLabel("More than, in dollars").FillAsync("-1");
        await opened.Page.GetByRole(AriaRole.Button, new() { Name = "Put in force" }).ClickAsync();
        await Expect(opened.Page.GetByLabel("More than, in dollars"))
            .ToHaveAccessibleDescriptionAsync("A trade's value is compared with a positive number.");
    }

    [Fact]
    public async Task Answer_what_an_approver_asks()
    {
        const string Answers = $"POST /oversight/requests/{Samples.RequestId}/answers";
        var api = new FakeApi().On(Answers, _ => FakeAnswer.Json(Samples.Request()));
        await using var opened = await DashboardPage.OpenAsync(browser, api, "#/oversight", "trader");
        await opened.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Answer about: Buy 300") }).ClickAsync();
        var dialog = opened.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Answer", new() { Exact = true }).FillAsync("The earnings are out.");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Answer", Exact = true }).ClickAsync();
        await Expect(opened.Page.GetByText("TSLA: The answer was sent.")).ToBeVisibleAsync();
        Assert.Equal(
            "The earnings are out.",
            Assert.Single(api.Sent, sent => sent.Operation == Answers).Member("text")
        );
    }
}
