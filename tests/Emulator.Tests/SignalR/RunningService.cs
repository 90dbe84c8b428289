using System.Reflection;
using AgentTrader.Emulator.Hosting;
using AgentTrader.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Azure.SignalR.Management;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace AgentTrader.Emulator.Tests.SignalR;

/// <summary>The emulated service on a free port, and a manager that knows its connection string.</summary>
public sealed class RunningService : IAsyncLifetime
{
    private WebApplication? app;

    public string ConnectionString { get; private set; } = "";

    public string Origin { get; private set; } = "";

    public ServiceManager Manager { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var port = Azurite.FreePorts(1)[0];
        ConnectionString = $"Endpoint=http://localhost;Port={port};AccessKey=a-key-of-the-test;Version=1.0;";
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection([new("SignalR", ConnectionString)]);
        var type = typeof(ServiceManager).Assembly.GetCustomAttribute<EmulatorExtensionAttribute>()!.Extension;
        var extension = (EmulatorExtension)Activator.CreateInstance(type, nonPublic: true)!;
        extension.ConfigureServices(builder.Services, builder.Configuration);
        app = builder.Build();
        extension.MapEndpoints(app);

        // What an application serves to its clients: their way to the service.
        app.MapPost(
            "/realtime/negotiate",
            async (string hub, string user) =>
                await (await HubAsync(hub)).NegotiateAsync(new NegotiationOptions { UserId = user })
        );
        Origin = $"http://localhost:{port}";
        app.Urls.Add(Origin);
        await app.StartAsync();
        Manager = BuildManager(options => options.ConnectionString = ConnectionString);
    }

    public static ServiceManager BuildManager(Action<ServiceManagerOptions> configure) =>
        new ServiceManagerBuilder().WithOptions(configure).BuildServiceManager();

    /// <summary>A hub of the test's own, so that tests sharing the service do not meet.</summary>
    public Task<ServiceHubContext> HubAsync(string name) =>
        Manager.CreateHubContextAsync(name, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Manager.Dispose();
        await app!.StopAsync(new CancellationToken(canceled: true));
        await app.DisposeAsync();
    }
}
