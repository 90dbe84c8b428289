using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AgentTrader.Dashboard.Tests;

/// <summary>WCAG 2.1 AA as far as a machine can check it, in both themes, and what people do with a page beyond that.</summary>
public sealed class Accessibility(Browser browser)
{
    private const string AgentPage = "#/agents/" + Samples.AgentId;
    private const string RulesPage = AgentPage + "/oversight";
    private const string Analytics = "#/oversight/analytics";

    public static TheoryData<string, ColorScheme> Screens()
    {
        var screens = new TheoryData<string, ColorScheme>();
        foreach (var place in new[] { "#/agents", AgentPage, "#/oversight" })
        {
            screens.Add(place, ColorScheme.Light);
            screens.Add(place, ColorScheme.Dark);
        }

        // The same controls and tables in the same colours: one theme each tells what differs.
        screens.Add(RulesPage, ColorScheme.Dark);
        screens.Add(Analytics, ColorScheme.Light);
        return screens;
    }

    [Theory]
    [MemberData(nameof(Screens))]
    public async Task Axe_finds_nothing_on_any_screen(string place, ColorScheme theme)
    {
        var api = new FakeApi()
            .On(
                $"GET /agents/{Samples.AgentId}",
                _ => FakeAnswer.Json(Samples.Agent(pendingApproval: Samples.RequestId))
            )
            .On(
                $"GET /agents/{Samples.AgentId}/trades",
                _ =>
                    FakeAnswer.Page(
                        Samples.Trade(),
                        Samples.Trade("pending_approval", "trd_2"),
                        Samples.Trade("failed", "trd_3", "No cash.")
                    )
            )
            .On(
                "GET /agents",
                _ => FakeAnswer.Page(Samples.Agent(), Samples.Agent("paused", 49_000m, Samples.RequestId, "Second"))
            );
        await using var opened = await DashboardPage.OpenAsync(
            browser,
            api,
            place,
            RoleFor(place),
            new() { ColorScheme = theme }
        );
        await IsLoadedAsync(opened.Page);

        await AssertNoViolationsAsync(opened.Page);
    }

    [Theory]
    [InlineData("#/agents", "Create agent")]
    [InlineData("#/agents", "Set up one-time codes")]
    [InlineData(AgentPage, "Manual trade")]
    [InlineData(AgentPage, "Stop Steady Income")]
    [InlineData("#/oversight", "Reject: Buy 300 shares of TSLA")]
    public async Task Axe_finds_nothing_in_any_dialog(string place, string button)
    {
        await using var opened = await DashboardPage.OpenAsync(browser, new FakeApi(), place, RoleFor(place));
        await opened.Page.GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync();
        await Expect(opened.Page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();

        await AssertNoViolationsAsync(opened.Page);
    }

    [Fact]
    public async Task Axe_finds_nothing_on_the_way_in()
    {
        await using var opened = await DashboardPage.OpenAsync(browser, new FakeApi(), role: null);
        await Expect(opened.Page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();

        await AssertNoViolationsAsync(opened.Page);
    }

    [Theory]
    [InlineData(375, "#/agents")]
    [InlineData(375, AgentPage)]
    [InlineData(375, "#/oversight")]
    [InlineData(375, RulesPage)]
    [InlineData(375, Analytics)]
    [InlineData(640, AgentPage)] // 1280 pixels at 200 % zoom
    [InlineData(1024, AgentPage)]
    [InlineData(1920, AgentPage)]
    public async Task Nothing_overflows_the_window(int width, string place)
    {
        await using var opened = await DashboardPage.OpenAsync(
            browser,
            new FakeApi(),
            place,
            options: new()
            {
                ViewportSize = new() { Width = width, Height = 667 },
            }
        );
        await IsLoadedAsync(opened.Page);

        var overflow = await opened.Page.EvaluateAsync<int>(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        );
        Assert.Equal(0, overflow);
    }

    [Fact]
    public async Task The_keyboard_skips_to_the_content()
    {
        await using var opened = await DashboardPage.OpenAsync(browser, new FakeApi());
        await Expect(opened.Page.GetByRole(AriaRole.Article)).ToBeVisibleAsync();

        await opened.Page.Keyboard.PressAsync("Tab");
        await Expect(opened.Page.GetByRole(AriaRole.Button, new() { Name = "Skip to content" })).ToBeFocusedAsync();
        await opened.Page.Keyboard.PressAsync("Enter");
        await Expect(opened.Page.GetByRole(AriaRole.Main)).ToBeFocusedAsync();
    }

    /// <summary>Who sees the most there.</summary>
    private static string RoleFor(string place) =>
        place.StartsWith("#/oversight", StringComparison.Ordinal) ? "approver" : "admin";

    private static async Task IsLoadedAsync(IPage page)
    {
        await Expect(page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Heading).First).ToBeVisibleAsync();
        await Expect(page.Locator(".skeleton")).ToHaveCountAsync(0);
    }

    private static async Task AssertNoViolationsAsync(IPage page)
    {
        var result = await page.RunAxe(
            new AxeRunOptions
            {
                RunOnly = new()
                {
                    Type = "tag",
                    Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"],
                },
            }
        );
        Assert.True(
            result.Violations.Length == 0,
            string.Join(
                '\n',
                result.Violations.Select(rule =>
                    $"{rule.Id}: {rule.Help}: {string.Join("; ", rule.Nodes.Select(node => node.Html))}"
                )
            )
        );
    }
}
