using System.Net.WebSockets;
using AgentTrader.Emulator.Hosting;
using AgentTrader.Testing;
using Microsoft.AspNetCore.SignalR;

namespace AgentTrader.Emulator.Tests.SignalR;

public sealed class FunctionsHostTests
{
    [Fact]
    public async Task The_functions_host_serves_the_service_beside_the_apps_functions()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var origin = $"http://localhost:{Azurite.FreePorts(1)[0]}";
        var connectionString = $"Endpoint={origin};AccessKey=a-key-of-the-test;Version=1.0;";
        await using var app = await FunctionApp.StartAsync(
            new FunctionTypes(typeof(FunctionsHostTests)),
            new Dictionary<string, string?> { ["Emulator:Urls"] = origin, ["SignalR"] = connectionString }
        );
        using var manager = RunningService.BuildManager(options => options.ConnectionString = connectionString);
        using var hub = await manager.CreateHubContextAsync("host", cancellationToken);
        await using var client = await HubClient.ConnectAsync(hub, "ann");

        await hub.Clients.User("ann").SendAsync("hello", cancellationToken);
        Assert.Equal("hello[]", await client.ReadInvocationAsync());

        // An open connection neither outlives the host nor holds up its stop: the client sees it break, and reconnects.
        var broken = Assert.ThrowsAsync<WebSocketException>(() => client.ReadAsync());
        await app.StopAsync().WaitAsync(TimeSpan.FromSeconds(20), cancellationToken);
        await broken;
    }
}
