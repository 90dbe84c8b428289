using Microsoft.Playwright;

namespace AgentTrader.Dashboard.Tests;

/// <summary>The machine's own chromium, without a window; one for all tests, each of which has a context of its own.</summary>
public sealed class Browser : IAsyncLifetime
{
    private IPlaywright? playwright;
    private IBrowser? browser;

    public async ValueTask InitializeAsync()
    {
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(
            new()
            {
                ExecutablePath = FindChromium(),
                Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
            }
        );
    }

    public async Task<IBrowserContext> NewContextAsync(BrowserNewContextOptions? options = null)
    {
        options ??= new();
        options.Locale ??= "en-US";
        options.TimezoneId ??= "UTC";
        var context = await (browser ?? throw new InvalidOperationException("Not started.")).NewContextAsync(options);
        context.SetDefaultTimeout(20_000);
        return context;
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.DisposeAsync();
        }

        playwright?.Dispose();
    }

    private static string FindChromium() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, "chromium"))
            .FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException("The browser tests need Debian's chromium on the PATH.");
}
