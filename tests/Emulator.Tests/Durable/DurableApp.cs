using System.Globalization;
using AgentTrader.Emulator.Durable;
using AgentTrader.Emulator.Hosting;
using AgentTrader.Testing;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AgentTrader.Emulator.Tests.Durable;

/// <summary>A host with a task hub over the test run's Azurite, and its client.</summary>
internal sealed class DurableApp : IAsyncDisposable
{
    private static int hubs;
    private readonly FunctionApp app;

    private DurableApp(FunctionApp app, string hub)
    {
        this.app = app;
        Hub = hub;
    }

    public string Hub { get; }

    public CapturedLogs Logs => app.Logs;

    public HttpClient Http => app.Http;

    public DurableTaskClient Client => Service<EmulatedDurableTaskClient>();

    public T Service<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    /// <summary>Starts a host on a hub of its own, or on <paramref name="hub"/> beside the hosts that have it already.</summary>
    public static async Task<DurableApp> StartAsync(
        AzuriteFixture azurite,
        FunctionTypes functions,
        TimeProvider? clock = null,
        string? hub = null,
        Action<FunctionsApplicationBuilder>? configure = null,
        TimeSpan? visibility = null,
        int drainSeconds = 30
    )
    {
        hub ??= string.Create(
            CultureInfo.InvariantCulture,
            $"Hub{Environment.ProcessId}x{Interlocked.Increment(ref hubs)}"
        );
        const string Section = "AzureFunctionsJobHost:extensions:durableTask:";
        var settings = new Dictionary<string, string?>
        {
            ["AzureWebJobsStorage"] = azurite.ConnectionString,
            ["TaskHubName"] = hub,
            ["Emulator:DrainSeconds"] = drainSeconds.ToString(CultureInfo.InvariantCulture),
            [Section + "hubName"] = "%TaskHubName%",
            [Section + "storageProvider:partitionCount"] = "2",
            [Section + "storageProvider:maxQueuePollingInterval"] = "00:00:00.5",
        };
        if (visibility is { } time)
        {
            settings[Section + "storageProvider:controlQueueVisibilityTimeout"] = time.ToString();
            settings[Section + "storageProvider:workItemQueueVisibilityTimeout"] = time.ToString();
        }

        return new(await FunctionApp.StartAsync(functions, settings, configure, clock), hub);
    }

    /// <summary>Starts an orchestration and waits, at most 60 s, for its end.</summary>
    public async Task<OrchestrationMetadata> RunAsync(TaskName name, object? input = null, string? id = null)
    {
        var options = id is null ? null : new StartOrchestrationOptions(id);
        return await EndOfAsync(await Client.ScheduleNewOrchestrationInstanceAsync(name, input, options));
    }

    public async Task<OrchestrationMetadata> EndOfAsync(string id)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        try
        {
            return await Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, deadline.Token);
        }
        catch (OperationCanceledException)
        {
            var problems = Logs.Entries.Where(entry => entry.Level >= LogLevel.Warning);
            throw new TimeoutException(
                $"{await Client.GetInstanceAsync(id)} did not end. The host says: {string.Join('\n', problems)}"
            );
        }
    }

    /// <summary>Waits, at most 60 s, until the orchestration's custom status is this.</summary>
    public async Task UntilStatusAsync(string id, string status)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var found = await Client.GetInstanceAsync(id, getInputsAndOutputs: true, deadline.Token);
            if (found?.SerializedCustomStatus == $"\"{status}\"")
            {
                return;
            }

            Assert.False(found?.IsCompleted == true, $"It ended as {found} before its status was {status}.");
            await Task.Delay(20, deadline.Token);
        }
    }

    /// <summary>Stops as SIGTERM does.</summary>
    public Task StopAsync() => app.StopAsync();

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
