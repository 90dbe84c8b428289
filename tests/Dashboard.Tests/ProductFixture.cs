using AgentTrader.Testing;
using Microsoft.Playwright;

namespace AgentTrader.Dashboard.Tests;

/// <summary>The whole product as one process over Azurite, on a trading morning; each visitor is a browser of its own.</summary>
public sealed class ProductFixture(AzuriteFixture azurite, Browser browser) : IAsyncLifetime
{
    private HostProcess? host;

    public async ValueTask InitializeAsync() =>
        host = await HostProcess.StartAsync(
            azurite.ConnectionString,
            "dashboard",
            // The agents would spend the cash that the tests trade with.
            new Dictionary<string, string> { ["DecisionLoopSchedule"] = "0 0 0 1 1 *" }
        );

    /// <summary>Signs a demo user in by the form, and returns once the page is live.</summary>
    public async Task<IPage> SignInAsync(string name)
    {
        var address = (host ?? throw new InvalidOperationException("Not started.")).Http.BaseAddress!;
        var context = await browser.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync(address.ToString());
        await page.GetByLabel("E-mail").FillAsync($"{name}@demo.local");
        await page.GetByLabel("Password").FillAsync("Demo-Passw0rd!");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Assertions
            .Expect(page.GetByText("Live", new() { Exact = true }))
            .ToBeVisibleAsync(new() { Timeout = 20_000 });
        return page;
    }

    /// <summary>Opens the emulated Slack workspace as one of its people.</summary>
    public async Task<IPage> OpenSlackAsync(string user, BrowserNewContextOptions? options = null)
    {
        var address = (host ?? throw new InvalidOperationException("Not started.")).Http.BaseAddress!;
        var page = await (await browser.NewContextAsync(options)).NewPageAsync();
        await page.GotoAsync($"{address}emulator/slack?user={user}");
        await Assertions
            .Expect(page.GetByRole(AriaRole.Heading, new() { Name = "# trade-approvals" }))
            .ToBeVisibleAsync();
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        if (host is not null)
        {
            await host.DisposeAsync();
        }
    }
}
