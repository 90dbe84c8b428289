using AgentTrader.Emulator.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AgentTrader.Testing;

/// <summary>
/// A function app that runs inside the test's process: real Kestrel on a free loopback port, the functions of the classes it is
/// given, the settings and the clock of the test.
/// </summary>
public sealed class FunctionApp : IAsyncDisposable
{
    private readonly IHost host;

    private FunctionApp(IHost host, CapturedLogs logs)
    {
        this.host = host;
        Logs = logs;
        var addresses = Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        Http = new HttpClient { BaseAddress = new Uri(addresses.Addresses.First()) };
    }

    public IServiceProvider Services => host.Services;

    /// <summary>A client of the app; it follows no redirect of its own accord beyond HttpClient's defaults.</summary>
    public HttpClient Http { get; }

    /// <summary>What the app and its host logged, at Information and above.</summary>
    public CapturedLogs Logs { get; }

    /// <summary>
    /// Starts an app. <paramref name="settings"/> are app settings with <c>:</c> between levels; host.json values go under
    /// <c>AzureFunctionsJobHost:</c>, for example <c>AzureFunctionsJobHost:extensions:queues:batchSize</c>. Without
    /// <paramref name="configure"/> the app is configured by <c>ConfigureFunctionsWebApplication</c> alone.
    /// </summary>
    public static async Task<FunctionApp> StartAsync(
        FunctionTypes functions,
        IReadOnlyDictionary<string, string?>? settings = null,
        Action<FunctionsApplicationBuilder>? configure = null,
        TimeProvider? clock = null
    )
    {
        var logs = new CapturedLogs();
        var host = Build(
            functions,
            settings,
            configure ?? (app => app.ConfigureFunctionsWebApplication()),
            clock,
            logs
        );
        try
        {
            await host.StartAsync();
        }
        catch
        {
            await ((IAsyncDisposable)host).DisposeAsync();
            throw;
        }

        return new FunctionApp(host, logs);
    }

    /// <summary>Stops the app as SIGTERM does: it drains, then ends.</summary>
    public Task StopAsync() => host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await host.StopAsync();
        await ((IAsyncDisposable)host).DisposeAsync();
    }

    private static IHost Build(
        FunctionTypes functions,
        IReadOnlyDictionary<string, string?>? settings,
        Action<FunctionsApplicationBuilder> configure,
        TimeProvider? clock,
        CapturedLogs logs
    )
    {
        var builder = FunctionsApplication.CreateBuilder([]);
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?> { ["Emulator:Urls"] = "http://127.0.0.1:0" }
        );
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddSingleton(functions);
        builder.Logging.ClearProviders().AddProvider(logs);
        if (clock is not null)
        {
            builder.Services.AddSingleton(clock);
        }

        configure(builder);
        return builder.Build();
    }
}
