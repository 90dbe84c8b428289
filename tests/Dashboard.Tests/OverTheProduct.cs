using System.Text.RegularExpressions;
using AgentTrader.Core.Identity;
using AgentTrader.Testing;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AgentTrader.Dashboard.Tests;

public sealed class OverTheProduct(ProductFixture product) : IClassFixture<ProductFixture>
{
    private static readonly LocatorAssertionsToBeVisibleOptions Patiently = new() { Timeout = 20_000 };

    [Fact]
    public async Task A_trader_creates_an_agent_and_sees_its_trade_arrive()
    {
        var page = await product.SignInAsync("trader");
        await CreateAgentAsync(page, "First Desk", "10000");

        await SendTradeAsync(page, "AAPL", 5, underOversight: false);

        await Expect(page.GetByText("AAPL: Bought 5 shares at $")).ToBeVisibleAsync(Patiently);
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Positions" })).ToContainTextAsync("AAPL");
        var trade = TradeOf(page, "AAPL");
        await Expect(trade.GetByText("Completed")).ToBeVisibleAsync();
        await Expect(trade.GetByText("Manual", new() { Exact = true })).ToBeVisibleAsync();
        await page.Context.DisposeAsync();
    }

    [Fact]
    public async Task A_large_trade_waits_for_an_approver_and_its_owner_sees_it_filled()
    {
        var trader = await product.SignInAsync("trader");
        await CreateAgentAsync(trader, "Second Desk", "100000");
        await SendTradeAsync(trader, "AAPL", await SharesWorthAsync(trader, 60_000), underOversight: true);
        await Expect(trader.GetByText("Approval needed: buy")).ToBeVisibleAsync(Patiently);
        await Expect(trader.GetByRole(AriaRole.Timer)).ToContainTextAsync("left");

        var approver = await product.SignInAsync("approver");
        await approver.GetByRole(AriaRole.Link, new() { Name = "Oversight" }).ClickAsync();
        var request = approver.GetByRole(AriaRole.Article).Filter(new() { HasText = "Second Desk" });
        await request.GetByRole(AriaRole.Button, new() { NameRegex = new("^Approve:") }).ClickAsync();

        await Expect(trader.GetByText("AAPL: Bought")).ToBeVisibleAsync(Patiently);
        var trade = TradeOf(trader, "AAPL");
        await Expect(trade.GetByText("Completed")).ToBeVisibleAsync();
        await Expect(trade.GetByText("Approved", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(trader.GetByRole(AriaRole.Timer)).ToHaveCountAsync(0);
        await Expect(approver.GetByText("AAPL: The trade was approved.")).ToBeVisibleAsync(Patiently);
        await trader.Context.DisposeAsync();
        await approver.Context.DisposeAsync();
    }

    [Fact]
    public async Task A_user_sets_up_an_authenticator_and_signs_in_with_its_code()
    {
        var page = await product.SignInAsync("admin");
        await page.GetByRole(AriaRole.Button, new() { Name = "Set up one-time codes" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.GetByRole(AriaRole.Img, new() { Name = "QR code" })).ToBeVisibleAsync();
        var key = (await dialog.Locator("code").InnerTextAsync()).Replace(" ", "", StringComparison.Ordinal);
        var step = Totp.StepAt(DateTimeOffset.UtcNow);
        await dialog.GetByLabel("One-time code").FillAsync(CodeOf(key, step));
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Turn on" }).ClickAsync();
        await Expect(page.GetByText("One-time codes are on.")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Set up" })).ToHaveCountAsync(0);

        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await page.GetByLabel("E-mail").FillAsync("admin@demo.local");
        await page.GetByLabel("Password").FillAsync("Demo-Passw0rd!");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        // Each code works once: the next one is good already, for clocks that run ahead.
        await page.GetByLabel("One-time code").FillAsync(CodeOf(key, step + 1));
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Agents", Exact = true }))
            .ToBeVisibleAsync(Patiently);
        await page.Context.DisposeAsync();
    }

    [Fact]
    public async Task An_approver_approves_in_Slack_and_the_dashboard_shows_it_filled()
    {
        var trader = await product.SignInAsync("trader");
        await CreateAgentAsync(trader, "Slack Desk", "100000");
        await SendTradeAsync(trader, "AAPL", await SharesWorthAsync(trader, 60_000), underOversight: true);

        var slack = await product.OpenSlackAsync(SlackWorkspace.Approver);
        var message = slack.GetByRole(AriaRole.Article).Filter(new() { HasText = "Slack Desk" });
        await Expect(message).ToContainTextAsync("Approval needed: buy", new() { Timeout = 20_000 });
        await message.GetByRole(AriaRole.Button, new() { Name = "Approve", Exact = true }).ClickAsync();

        await Expect(message).ToContainTextAsync("Approved by Aron Approver at ", new() { Timeout = 20_000 });
        await Expect(message.GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
        await Expect(slack.GetByText("Filled: bought ").Last).ToBeVisibleAsync(Patiently);
        await Expect(trader.GetByText("AAPL: Bought")).ToBeVisibleAsync(Patiently);
        await Expect(TradeOf(trader, "AAPL").GetByText("Completed")).ToBeVisibleAsync();
        await Expect(TradeOf(trader, "AAPL").GetByText("Approved", new() { Exact = true })).ToBeVisibleAsync();
        await trader.Context.DisposeAsync();
        await slack.Context.DisposeAsync();
    }

    [Fact]
    public async Task A_user_links_a_Slack_account_with_a_code_of_the_dashboard()
    {
        var viewer = await product.SignInAsync("viewer");
        await viewer.GetByRole(AriaRole.Button, new() { Name = "Link your Slack account" }).ClickAsync();
        var dialog = viewer.GetByRole(AriaRole.Dialog, new() { Name = "Link your Slack account" });
        var command = dialog.GetByText(new Regex("^/link [A-Z2-7]{16}$"));
        await Expect(command).ToBeVisibleAsync(Patiently);
        Assert.Empty(await FaultsAsync(viewer));

        var slack = await product.OpenSlackAsync(SlackWorkspace.Stranger);
        await slack.GetByLabel("Message or command").FillAsync(await command.InnerTextAsync());
        await slack.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        await Expect(slack.GetByText("You are linked to viewer@demo.local now.")).ToBeVisibleAsync(Patiently);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();
        await Expect(dialog).ToBeHiddenAsync();
        await viewer.Context.DisposeAsync();
        await slack.Context.DisposeAsync();
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task The_Slack_workspace_can_be_used_by_everybody(ColorScheme theme)
    {
        var trader = await product.SignInAsync("trader");
        await CreateAgentAsync(trader, $"{theme} Desk", "100000");
        await SendTradeAsync(trader, "AAPL", await SharesWorthAsync(trader, 60_000), underOversight: true);
        var slack = await product.OpenSlackAsync(SlackWorkspace.Approver, new() { ColorScheme = theme });
        var message = slack.GetByRole(AriaRole.Article).Filter(new() { HasText = $"{theme} Desk" });
        await Expect(message).ToContainTextAsync("Approval needed", new() { Timeout = 20_000 });
        Assert.Empty(await FaultsAsync(slack));

        await message.GetByRole(AriaRole.Button, new() { Name = "Reject…" }).ClickAsync();
        var dialog = slack.GetByRole(AriaRole.Dialog, new() { Name = "Reject the trade" });
        await Expect(dialog).ToBeVisibleAsync(Patiently);
        Assert.Empty(await FaultsAsync(slack));
        await slack.Keyboard.PressAsync("Escape");
        await Expect(dialog).ToBeHiddenAsync();

        await message.GetByRole(AriaRole.Button, new() { Name = "Reject…" }).ClickAsync();
        await dialog.GetByLabel("Reason").FillAsync("Too much of one thing");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Reject" }).ClickAsync();
        await Expect(dialog).ToBeHiddenAsync(new() { Timeout = 20_000 });
        await Expect(message).ToContainTextAsync("Rejected by Aron Approver", new() { Timeout = 20_000 });

        await slack.GetByLabel("You are").SelectOptionAsync("Gus Guest");
        await slack.GetByLabel("Message or command").FillAsync("/pending");
        await slack.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        await Expect(slack.GetByText("Only visible to you").First).ToBeVisibleAsync(Patiently);
        await trader.Context.DisposeAsync();
        await slack.Context.DisposeAsync();
    }

    [Fact]
    public async Task What_the_server_refuses_is_said_at_the_field()
    {
        var page = await product.SignInAsync("trader");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create agent" }).First.ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Initial budget").FillAsync("250000");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Create agent" }).ClickAsync();

        await Expect(dialog.GetByLabel("Name")).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(dialog.GetByLabel("Initial budget")).ToHaveAccessibleDescriptionAsync(new Regex("100,000"));
        await page.Context.DisposeAsync();
    }

    /// <summary>What axe finds, and where.</summary>
    private static async Task<IEnumerable<string>> FaultsAsync(IPage page) =>
        (await page.RunAxe()).Violations.SelectMany(violation =>
            violation.Nodes.Select(node => $"{violation.Id}: {node.Html}")
        );

    private static ILocator TradeOf(IPage page, string symbol) =>
        page.GetByRole(AriaRole.Region, new() { Name = "Trades" })
            .GetByRole(AriaRole.Row)
            .Filter(new() { Has = page.GetByRole(AriaRole.Rowheader, new() { Name = symbol }) });

    /// <summary>Creates and activates an agent, and opens its page.</summary>
    /// <summary>What an authenticator app shows for a key that was typed into it (RFC 4648 base 32).</summary>
    private static string CodeOf(string key, long step)
    {
        var bits = string.Concat(
            key.Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c), 2).PadLeft(5, '0'))
        );
        byte[] secret = [.. bits.Chunk(8).Where(b => b.Length == 8).Select(b => Convert.ToByte(new string(b), 2))];
        return Totp.Code(secret, step);
    }

    private static async Task CreateAgentAsync(IPage page, string name, string budget)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Create agent" }).First.ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Name").FillAsync(name);
        await dialog.GetByLabel("Initial budget").FillAsync(budget);
        // An agent trades of its own accord: with one symbol it does not drown the test's trade in news.
        await dialog.GetByLabel("Preferred symbols").FillAsync("KO");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Create agent" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = $"Activate {name}" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = $"Pause {name}" })).ToBeVisibleAsync(Patiently);
        await page.GetByRole(AriaRole.Link, new() { Name = name }).ClickAsync();
    }

    private static async Task SendTradeAsync(IPage page, string symbol, int shares, bool underOversight)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Manual trade" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Symbol").SelectOptionAsync(symbol);
        await dialog.GetByLabel("Shares").FillAsync($"{shares}");
        await dialog.GetByLabel("Put this trade under oversight").SetCheckedAsync(underOversight);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Send order" }).ClickAsync();
        await Expect(dialog).ToBeHiddenAsync(new() { Timeout = 20_000 });
    }

    private static async Task<int> SharesWorthAsync(IPage page, double dollars)
    {
        var price = await page.EvaluateAsync<double>(
            """
            async () => {
              const { token } = JSON.parse(sessionStorage.getItem('session'));
              const answer = await fetch('/api/v1/market/quotes?symbols=AAPL', { headers: { authorization: `Bearer ${token}` } });
              return (await answer.json()).items[0].price;
            }
            """
        );
        return (int)(dollars / price);
    }
}
