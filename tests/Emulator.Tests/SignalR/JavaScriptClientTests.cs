using System.Diagnostics;
using AgentTrader.Testing;
using Microsoft.AspNetCore.SignalR;

namespace AgentTrader.Emulator.Tests.SignalR;

/// <summary>The official npm client, unchanged, through an application's negotiate endpoint.</summary>
public sealed class JavaScriptClientTests(RunningService service) : IClassFixture<RunningService>
{
    private static readonly string Folder = Path.Combine(Azurite.RepositoryRoot, "tests/Emulator.Tests/SignalR/client");

    [Theory]
    [InlineData("WebSockets")]
    [InlineData("ServerSentEvents")]
    [InlineData("LongPolling")]
    public async Task Receives_a_message_over_every_transport(string transport)
    {
        Assert.True(
            Directory.Exists(Path.Combine(Folder, "node_modules")),
            $"The client is not installed: run ./test once, or 'npm ci' in {Folder}."
        );
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(60));
        var url = $"{service.Origin}/realtime?hub=js{transport}&user=ann";
        using var client = Process.Start(
            new ProcessStartInfo("node", ["listen.js", url, transport])
            {
                WorkingDirectory = Folder,
                RedirectStandardOutput = true,
            }
        )!;
        Assert.Equal("connected", await client.StandardOutput.ReadLineAsync(deadline.Token));

        using var hub = await service.HubAsync("js" + transport);
        await hub.Clients.User("ann").SendAsync("price", "ACME", new { last = 12.5 }, deadline.Token);

        Assert.Equal("""["ACME",{"last":12.5}]""", await client.StandardOutput.ReadLineAsync(deadline.Token));
        await client.WaitForExitAsync(deadline.Token);
        Assert.Equal(0, client.ExitCode);
    }

    [Fact]
    public async Task A_page_of_another_origin_may_connect()
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(
            HttpMethod.Options,
            service.Origin + "/client/negotiate?hub=cors&negotiateVersion=1"
        );
        request.Headers.Add("Origin", "http://dashboard.test");
        request.Headers.Add("Access-Control-Request-Headers", "authorization,x-requested-with");
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.True(response.IsSuccessStatusCode);
        Assert.Equal(["http://dashboard.test"], response.Headers.GetValues("Access-Control-Allow-Origin"));
        Assert.Equal(["true"], response.Headers.GetValues("Access-Control-Allow-Credentials"));
        Assert.Equal(["authorization,x-requested-with"], response.Headers.GetValues("Access-Control-Allow-Headers"));
    }
}
