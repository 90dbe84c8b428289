using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AgentTrader.Dashboard.Tests;

public sealed class AgentScreens(Browser browser)
{
    private const string AgentPage = "#/agents/" + Samples.AgentId;

    [Fact]
    public async Task Show_a_gain_and_a_loss_by_sign_and_not_by_colour_alone()
    {
        var api = new FakeApi().On(
            "GET /agents",
            _ => FakeAnswer.Page(Samples.Agent(), Samples.Agent(value: 49_000m, name: "Unlucky"))
        );
        await using var opened = await DashboardPage.OpenAsync(browser, api);

        await Expect(Card(opened, "Steady Income")).ToContainTextAsync("+$1,234.56");
        await Expect(Card(opened, "Unlucky")).ToContainTextAsync("\u2212$1,000.00");
        await Expect(Card(opened, "Unlucky")).ToContainTextAsync("\u22122.00%");
    }

    [Fact]
    public async Task Say_what_to_do_when_there_are_no_agents()
    {
        await using var opened = await DashboardPage.OpenAsync(
            browser,
            new FakeApi().On("GET /agents", _ => FakeAnswer.Page())
        );

        await Expect(opened.Page.GetByRole(AriaRole.Heading, new() { Name = "No agents yet" })).ToBeVisibleAsync();
        await Expect(opened.Page.GetByRole(AriaRole.Button, new() { Name = "Create agent" })).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task Show_that_they_are_loading()
    {
        await using var opened = await DashboardPage.OpenAsync(browser, new FakeApi().On("GET /agents", _ => null));

        await Expect(opened.Page.Locator("main [aria-busy=true]")).ToBeVisibleAsync();
        await Expect(opened.Page.GetByRole(AriaRole.Heading, new() { Name = "No agents yet" })).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Say_what_failed_and_recover_on_another_try()
    {
        var api = new FakeApi().On("GET /agents", _ => FakeAnswer.Problem(403, "This is not for you."));
        await using var opened = await DashboardPage.OpenAsync(browser, api);
        await Expect(opened.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("This is not for you.");

        api.On("GET /agents", _ => FakeAnswer.Page(Samples.Agent()));
        await opened.Page.GetByRole(AriaRole.Button, new() { Name = "Try again" }).ClickAsync();
        await Expect(Card(opened, "Steady Income")).ToBeVisibleAsync();
        await Expect(opened.Page.GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Create_an_agent_by_keyboard_alone_and_put_each_message_at_its_field()
    {
        var api = new FakeApi().On(
            "POST /agents",
            request =>
                request.Member("name") == "Demo Agent"
                    ? FakeAnswer.Json(Samples.Agent("paused", name: "Demo Agent"), 201)
                    : FakeAnswer.Problem(
                        400,
                        "Correct the fields.",
                        new() { ["name"] = ["A name is needed."], ["initialBudget"] = ["Too much."] }
                    )
        );
        await using var opened = await DashboardPage.OpenAsync(browser, api);
        var page = opened.Page;
        var create = page.GetByRole(AriaRole.Button, new() { Name = "Create agent" });
        await create.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        var dialog = page.GetByRole(AriaRole.Dialog, new() { Name = "Create agent" });
        var name = dialog.GetByLabel("Name");

        await name.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(name).ToHaveAccessibleDescriptionAsync("A name is needed.");
        await Expect(dialog.GetByLabel("Initial budget")).ToHaveAccessibleDescriptionAsync("Too much.");

        await name.FocusAsync();
        await page.Keyboard.TypeAsync("Demo Agent");
        await page.Keyboard.PressAsync("Enter");
        await Expect(dialog).ToBeHiddenAsync();
        await Expect(page.GetByRole(AriaRole.Status, new() { Name = "Notifications" }))
            .ToContainTextAsync("Demo Agent is ready");
        await Expect(create).ToBeFocusedAsync();
        opened.AssertNoComplaints();
    }

    [Fact]
    public async Task Stop_an_agent_only_after_asking()
    {
        var api = new FakeApi().On(
            $"POST /agents/{Samples.AgentId}/stop",
            _ => FakeAnswer.Json(Samples.Agent("stopped"))
        );
        await using var opened = await DashboardPage.OpenAsync(browser, api, AgentPage);
        var page = opened.Page;
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop Steady Income" }).ClickAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeHiddenAsync();
        Assert.DoesNotContain(api.Sent, request => request.Operation.EndsWith("/stop", StringComparison.Ordinal));

        await page.GetByRole(AriaRole.Button, new() { Name = "Stop Steady Income" }).ClickAsync();
        api.On($"GET /agents/{Samples.AgentId}", _ => FakeAnswer.Json(Samples.Agent("stopped")));
        await page.GetByRole(AriaRole.Button, new() { Name = "Sell everything and stop" }).ClickAsync();
        await Expect(page.GetByText("Stopped", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Stop Steady Income" })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Offer_a_viewer_nothing_that_changes_an_agent()
    {
        await using var opened = await DashboardPage.OpenAsync(browser, new FakeApi(), AgentPage, "viewer");

        await Expect(opened.Page.GetByRole(AriaRole.Heading, new() { Name = "Trades" })).ToBeVisibleAsync();
        foreach (var action in new[] { "Pause Steady Income", "Stop Steady Income", "Manual trade" })
        {
            await Expect(opened.Page.GetByRole(AriaRole.Button, new() { Name = action })).ToHaveCountAsync(0);
        }
    }

    [Fact]
    public async Task Show_positions_trades_with_their_reasoning_and_decisions()
    {
        await using var opened = await DashboardPage.OpenAsync(browser, new FakeApi(), AgentPage);
        var page = opened.Page;

        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Positions" })).ToContainTextAsync("$20,004.60");
        var reasoning = page.GetByText("The short average crossed above the long one.");
        await Expect(reasoning).ToBeHiddenAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Show reasoning of the AAPL trade" }).ClickAsync();
        await Expect(reasoning).ToBeVisibleAsync();
        await Expect(page.GetByText("RSI at 71 says overbought.")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Img, new() { NameRegex = new("From \\$51,000.00 to \\$51,590.00") }))
            .ToBeVisibleAsync();
    }

    [Fact]
    public async Task Draw_the_prices_of_a_symbol_and_load_the_chart_only_when_it_is_needed()
    {
        await using var opened = await DashboardPage.OpenAsync(browser, new FakeApi());
        await Expect(Card(opened, "Steady Income")).ToBeVisibleAsync();
        Assert.DoesNotContain(opened.Files, file => file.StartsWith("Chart", StringComparison.Ordinal));

        await opened.Page.GetByRole(AriaRole.Link, new() { Name = "Steady Income" }).ClickAsync();
        await opened.Page.GetByLabel("Chart to show").SelectOptionAsync("AAPL");
        await Expect(opened.Page.GetByRole(AriaRole.Heading, new() { Name = "Price of AAPL" })).ToBeVisibleAsync();
        await Expect(
                opened.Page.GetByRole(AriaRole.Img, new() { NameRegex = new("lowest \\$191.00, highest \\$195.00") })
            )
            .ToBeVisibleAsync();
        opened.AssertNoComplaints();
    }

    [Fact]
    public async Task Estimate_a_manual_trade_and_send_it_once()
    {
        var api = new FakeApi().On(
            $"POST /agents/{Samples.AgentId}/trades",
            _ =>
                FakeAnswer.Json(
                    new
                    {
                        tradeId = "trd_9",
                        status = "pending",
                        submittedAt = Samples.Now,
                        estimatedCost = 1906m,
                        fees = 1m,
                    },
                    202
                )
        );
        await using var opened = await DashboardPage.OpenAsync(browser, api, AgentPage);
        var page = opened.Page;
        await page.GetByRole(AriaRole.Button, new() { Name = "Manual trade" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Shares").FillAsync("10");
        await Expect(dialog).ToContainTextAsync("$1,906.00");
        await Expect(dialog).ToContainTextAsync("$29,324.00");

        await dialog.GetByRole(AriaRole.Button, new() { Name = "Send order" }).DblClickAsync();
        await Expect(page.GetByText("Order sent: buy 10 shares of AAPL, about $1,906.00")).ToBeVisibleAsync();
        var order = Assert.Single(
            api.Sent,
            request => request.Operation.StartsWith("POST /agents/", StringComparison.Ordinal)
        );
        Assert.Equal(
            ("AAPL", "buy", "10", "True"),
            (order.Member("symbol"), order.Member("action"), order.Member("quantity"), order.Member("manual"))
        );
        Assert.True(Guid.TryParse(order.Headers["idempotency-key"], out _));
    }

    private static ILocator Card(DashboardPage opened, string name) =>
        opened.Page.GetByRole(AriaRole.Article).Filter(new() { HasText = name });
}
