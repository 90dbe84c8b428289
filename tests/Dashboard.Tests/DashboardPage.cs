using System.Collections.Concurrent;
using System.Text.Json;
using AgentTrader.Testing;
using Microsoft.Playwright;

namespace AgentTrader.Dashboard.Tests;

/// <summary>
/// The built dashboard in a browser, over an API that the test makes up. Its files come straight from <c>dashboard/dist</c>
/// with the strictest security policy it promises to live with.
/// </summary>
public sealed class DashboardPage : IAsyncDisposable
{
    // The loopback counts as a secure place, as the product's own address does; nothing listens at this port.
    private const string Origin = "http://localhost:1";
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly string Dist = Path.Combine(Azurite.RepositoryRoot, "dashboard/dist");
    private readonly IBrowserContext context;
    private readonly ConcurrentQueue<string> complaints = new();

    private DashboardPage(IBrowserContext context, IPage page, FakeApi api)
    {
        this.context = context;
        Page = page;
        Api = api;
    }

    public IPage Page { get; }

    public FakeApi Api { get; }

    /// <summary>The names of the built files that the page asked for.</summary>
    public ConcurrentBag<string> Files { get; } = [];

    /// <summary>Opens the dashboard at a place such as <c>#/agents</c>, signed in as a user of the role unless that is null.</summary>
    public static async Task<DashboardPage> OpenAsync(
        Browser browser,
        FakeApi api,
        string place = "",
        string? role = "admin",
        BrowserNewContextOptions? options = null
    )
    {
        var context = await browser.NewContextAsync(options);
        var page = await context.NewPageAsync();
        var opened = new DashboardPage(context, page, api);
        page.PageError += (_, error) => opened.complaints.Enqueue(error);
        page.Console += (_, message) => opened.Listen(message);
        await page.RouteAsync(Origin + "/**", opened.ServeAsync);
        await api.AttachAsync(page);
        await page.GotoAsync($"{Origin}/{place}");
        if (role is not null)
        {
            await opened.SignInAsync(place, role);
        }

        return opened;
    }

    /// <summary>Begins a session without the form, and opens a place.</summary>
    public async Task SignInAsync(string place, string role = "admin")
    {
        var session = JsonSerializer.Serialize(Session(role));
        // One load only: a page that is left while it renews its token would renew it twice.
        await Page.EvaluateAsync(
            "([session, place]) => { sessionStorage.setItem('session', session); history.replaceState(null, '', place); }",
            new[] { session, $"{Origin}/{place}" }
        );
        await Page.ReloadAsync();
    }

    /// <summary>Fails when the page threw, or was stopped by its security policy.</summary>
    public void AssertNoComplaints() => Assert.Empty(complaints);

    public ValueTask DisposeAsync() => context.DisposeAsync();

    private static object Session(string role) =>
        new
        {
            token = "token1",
            refreshToken = "refresh1",
            expiresAt = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeMilliseconds(),
            user = new
            {
                userId = "usr_1",
                email = $"{role}@demo.local",
                fullName = "Ada Lindgren",
                role,
                totpEnabled = false,
            },
        };

    /// <summary>Refused requests are the tests' own doing; anything else in the console is not.</summary>
    private void Listen(IConsoleMessage message)
    {
        if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
        {
            complaints.Enqueue(message.Text);
        }
    }

    private async Task ServeAsync(IRoute route)
    {
        var name = new Uri(route.Request.Url).AbsolutePath.TrimStart('/');
        var file = Path.Combine(Dist, name.Length == 0 ? "index.html" : name);
        if (!File.Exists(file))
        {
            await route.FulfillAsync(new() { Status = 404 });
            return;
        }

        Files.Add(Path.GetFileName(file));
        await route.FulfillAsync(
            new()
            {
                Path = file,
                Headers = new Dictionary<string, string>
                {
                    ["content-security-policy"] = Policy,
                    ["content-type"] = Path.GetExtension(file) switch
                    {
                        ".html" => "text/html",
                        ".js" => "text/javascript",
                        ".css" => "text/css",
                        ".svg" => "image/svg+xml",
                        _ => "application/octet-stream",
                    },
                },
            }
        );
    }
}
