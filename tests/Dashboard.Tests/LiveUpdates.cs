using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AgentTrader.Dashboard.Tests;

public sealed class LiveUpdates(Browser browser)
{
    private const string Bought = "AAPL: Bought 10 shares at $150.25";

    private static readonly object Trade = new
    {
        tradeId = "trd_0000000000000009",
        symbol = "AAPL",
        action = "buy",
        quantity = 10,
        executedPrice = 150.25m,
    };

    [Fact]
    public async Task Tells_of_a_trade_and_reads_the_agent_again()
    {
        var (opened, hub) = await OpenAsync();
        await using var _ = opened;
        opened.Api.On(
            $"GET /agents/{Samples.AgentId}/trades",
            _ => FakeAnswer.Page(Samples.Trade("failed", "trd_0000000000000009"))
        );

        hub.Push("trade.executed", Trade);

        await Expect(Toasts(opened)).ToContainTextAsync(Bought);
        await Expect(opened.Page.GetByRole(AriaRole.Region, new() { Name = "Trades" }).GetByText("Failed"))
            .ToBeVisibleAsync();
        opened.AssertNoComplaints();
    }

    [Fact]
    public async Task Tells_of_a_trade_once_however_often_it_is_delivered()
    {
        var (opened, hub) = await OpenAsync();
        await using var _ = opened;

        hub.Push("trade.executed", Trade);
        await Expect(Toasts(opened)).ToContainTextAsync(Bought);
        hub.Push("trade.executed", Trade);
        hub.Push(
            "usage.alert",
            new
            {
                alertType = "apiCalls",
                threshold = 80,
                currentUsage = 8000,
                quota = 10000,
            }
        );

        // The alert came after the repeated trade: once it shows, the trade had its chance.
        await Expect(Toasts(opened)).ToContainTextAsync("80% of its quota");
        await Expect(opened.Page.GetByText(Bought)).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Brings_a_request_for_approval_with_the_way_to_it()
    {
        var (opened, hub) = await OpenAsync();
        await using var _ = opened;

        hub.Push("oversight.request", Samples.Request());

        await Expect(Toasts(opened)).ToContainTextAsync("Approval needed: buy 300 shares of TSLA for $75,001.00");
        await Toasts(opened).GetByRole(AriaRole.Link, new() { Name = "Review" }).ClickAsync();
        await Expect(opened.Page.GetByRole(AriaRole.Heading, new() { Name = "Oversight" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Says_when_the_connection_is_lost_then_returns_and_reads_what_was_missed()
    {
        var (opened, hub) = await OpenAsync();
        await using var _ = opened;

        await hub.BreakAsync();
        await Expect(opened.Page.GetByText("Live updates paused")).ToBeVisibleAsync();
        await Expect(opened.Page.GetByText("$51,234.56")).ToBeVisibleAsync();

        opened.Api.On($"GET /agents/{Samples.AgentId}", _ => FakeAnswer.Json(Samples.Agent(name: "Renamed meanwhile")));
        hub.Open();
        await Expect(opened.Page.GetByText("Live", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(opened.Page.GetByRole(AriaRole.Heading, new() { Name = "Renamed meanwhile" })).ToBeVisibleAsync();
    }

    private static ILocator Toasts(DashboardPage opened) =>
        opened.Page.GetByRole(AriaRole.Status, new() { Name = "Notifications" });

    private async Task<(DashboardPage Opened, FakeHub Hub)> OpenAsync()
    {
        var api = new FakeApi();
        var opened = await DashboardPage.OpenAsync(browser, api, role: null);
        var hub = await FakeHub.AttachAsync(api, opened.Page);
        await opened.SignInAsync($"#/agents/{Samples.AgentId}");
        await Expect(opened.Page.GetByText("Live", new() { Exact = true })).ToBeVisibleAsync();
        return (opened, hub);
    }
}
