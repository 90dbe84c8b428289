using System.Net.Sockets;
using System.Text;
using AgentTrader.Functions.Demo;
using AgentTrader.Functions.Tests.Http;
using AgentTrader.Testing;

namespace AgentTrader.Functions.Tests.Demo;

/// <summary>The dashboard's files are read from <c>wwwroot</c> beside the executable, which here is the test's own folder.</summary>
public sealed class DashboardFilesTests : IAsyncLifetime
{
    private const string Script = "console.log('a file of a test')";
    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "wwwroot");
    private readonly string name = $"test-{Guid.NewGuid():N}";
    private readonly AzuriteFixture azurite;
    private TestApp app = null!;

    public DashboardFilesTests(AzuriteFixture azurite)
    {
        this.azurite = azurite;
        Directory.CreateDirectory(Path.Combine(Root, "assets"));
        File.WriteAllText(Path.Combine(Root, "assets", $"{name}.js"), Script);
        File.WriteAllText(Path.Combine(Root, $"{name}.svg"), "<svg/>");
        File.WriteAllText(Path.Combine(Root, $".{name}"), "hidden");
        File.WriteAllText(Path.Combine(AppContext.BaseDirectory, $"{name}.txt"), "outside");
        if (!File.Exists(Path.Combine(Root, "index.html")))
        {
            File.WriteAllText(Path.Combine(Root, "index.html"), "<!doctype html><title>a page of a test</title>");
        }
    }

    public async ValueTask InitializeAsync() =>
        app = await TestApp.StartAsync(azurite, typeof(DashboardFiles), typeof(HealthFunctions));

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        File.Delete(Path.Combine(Root, "assets", $"{name}.js"));
        File.Delete(Path.Combine(Root, $"{name}.svg"));
        File.Delete(Path.Combine(Root, $".{name}"));
        File.Delete(Path.Combine(AppContext.BaseDirectory, $"{name}.txt"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("index.html")]
    [InlineData("agents/agt_1")]
    public async Task The_page_is_served_at_its_address_and_at_every_address_within_it(string path)
    {
        using var response = await app.GetAsync(path);
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType!.MediaType);
        Assert.True(response.Headers.CacheControl!.NoCache);
        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'self'", policy, StringComparison.Ordinal);
        Assert.Contains(
            "connect-src 'self' http://localhost:7071 ws://localhost:7071;",
            policy,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Fact]
    public async Task A_hashed_asset_may_be_kept_forever()
    {
        using var response = await app.GetAsync($"assets/{name}.js");
        Assert.Equal("text/javascript", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(TimeSpan.FromDays(365), response.Headers.CacheControl!.MaxAge);
        Assert.Contains("immutable", response.Headers.CacheControl.ToString(), StringComparison.Ordinal);
        Assert.Equal(Script, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_file_that_has_not_changed_is_not_sent_again()
    {
        using var first = await app.GetAsync($"{name}.svg");
        Assert.Equal("image/svg+xml", first.Content.Headers.ContentType!.MediaType);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{name}.svg");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var again = await app.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(304, (int)again.StatusCode);
    }

    [Fact]
    public async Task A_head_request_gets_the_headers_alone()
    {
        using var response = await app.SendAsync(HttpMethod.Head, $"{name}.svg", null);
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal(6, response.Content.Headers.ContentLength);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("/assets/missing.js")]
    [InlineData("/api")]
    [InlineData("/api/")]
    [InlineData("/API/v1/nothing")]
    [InlineData("/{0}.txt")]
    [InlineData("/../{0}.txt")]
    [InlineData("/..%2f{0}.txt")]
    [InlineData("/%2e%2e/{0}.txt")]
    [InlineData("/assets/../../{0}.txt")]
    [InlineData("/..%5c{0}.txt")]
    [InlineData("/assets%2f..%2f..%2f{0}.txt")]
    [InlineData("/.{0}")]
    [InlineData("/assets/%00.js")]
    public async Task Nothing_but_the_dashboards_own_files_is_served(string path)
    {
        var answer = await AskRawlyAsync(string.Format(null, path, name));
        Assert.Matches("^HTTP/1.1 (400|404) ", answer);
        Assert.DoesNotContain("outside", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_and_readiness_are_told()
    {
        using var health = await app.GetAsync("api/v1/health");
        using var ready = await app.GetAsync("api/v1/ready");
        Assert.Equal("healthy", (await TestApp.ReadAsync(health)).GetProperty("status").GetString());
        Assert.Equal("ready", (await TestApp.ReadAsync(ready)).GetProperty("status").GetString());
    }

    /// <summary>HttpClient tidies paths before it sends them; an attacker does not.</summary>
    private async Task<string> AskRawlyAsync(string path)
    {
        using var client = new TcpClient();
        var address = app.Http.BaseAddress!;
        await client.ConnectAsync(address.Host, address.Port, TestContext.Current.CancellationToken);
        var stream = client.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"),
            TestContext.Current.CancellationToken
        );
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
