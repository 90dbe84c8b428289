using AgentTrader.Emulator.Hosting;
using AgentTrader.Testing;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace AgentTrader.Emulator.Tests.Worker;

/// <summary>An app with one queue-triggered function class over a queue of its own, its sender and its poison queue.</summary>
internal sealed class QueueApp : IAsyncDisposable
{
    private QueueApp(FunctionApp app, Recorder recorder, QueueClient queue, QueueClient poison)
    {
        App = app;
        Recorder = recorder;
        Queue = queue;
        Poison = poison;
    }

    public FunctionApp App { get; }

    public Recorder Recorder { get; }

    public QueueClient Queue { get; }

    public QueueClient Poison { get; }

    /// <summary>Starts it; <paramref name="hostJson"/> are values below <c>extensions:queues</c>.</summary>
    public static async Task<QueueApp> StartAsync<T>(
        AzuriteFixture azurite,
        string queueName,
        Recorder? recorder = null,
        params (string Name, string Value)[] hostJson
    )
    {
        recorder ??= new Recorder();
        var settings = new Dictionary<string, string?>
        {
            ["AzureWebJobsStorage"] = azurite.ConnectionString,
            ["QueueName"] = queueName,
            ["AzureFunctionsJobHost:extensions:queues:maxPollingInterval"] = "00:00:00.2",
        };
        foreach (var (name, value) in hostJson)
        {
            settings["AzureFunctionsJobHost:extensions:queues:" + name] = value;
        }

        var app = await FunctionApp.StartAsync(
            new FunctionTypes(typeof(T)),
            settings,
            builder =>
            {
                builder.ConfigureFunctionsWebApplication();
                builder.Services.AddSingleton(recorder);
            }
        );
        var encoding = hostJson.Contains(("messageEncoding", "none"))
            ? QueueMessageEncoding.None
            : QueueMessageEncoding.Base64;
        var options = new QueueClientOptions { MessageEncoding = encoding };
        var queue = new QueueClient(azurite.ConnectionString, queueName, options);
        return new QueueApp(app, recorder, queue, new QueueClient(azurite.ConnectionString, queueName + "-poison"));
    }

    /// <summary>Waits for the next poisoned message, half a minute at most.</summary>
    public async Task<QueueMessage> NextPoisonedAsync()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            if (
                await Poison.ExistsAsync(deadline.Token)
                && (await Poison.ReceiveMessageAsync(null, deadline.Token)).Value is { } message
            )
            {
                return message;
            }

            await Task.Delay(50, deadline.Token);
        }
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();
}
