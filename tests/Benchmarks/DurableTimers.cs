using System.Collections.Concurrent;
using AgentTrader.Emulator.Hosting;
using AgentTrader.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace AgentTrader.Benchmarks;

/// <summary>How late an orchestration goes on after its timer's due time, in real time: what an approval's deadline is late by.</summary>
internal static class DurableTimers
{
    private const int Timers = 50;
    private static readonly TimeSpan First = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(100);
    private static readonly ConcurrentBag<TimeSpan> Late = [];

    public static async Task<bool> RunAsync(Options options, CancellationToken stop)
    {
        await using var azurite = await Azurite.StartAsync();
        const string Section = "AzureFunctionsJobHost:extensions:durableTask:";
        var settings = new Dictionary<string, string?>
        {
            ["AzureWebJobsStorage"] = azurite.ConnectionString,
            [Section + "hubName"] = "timers",
            [Section + "storageProvider:maxQueuePollingInterval"] = "00:00:01",
        };
        await using var app = await FunctionApp.StartAsync(new FunctionTypes(typeof(Functions)), settings);
        var floor = new Samples();
        var begun = DateTime.UtcNow + First;
        var waiting = new List<Task>();
        for (var i = 0; i < Timers; i++)
        {
            var due = begun + (Apart * i);
            using var started = await app.Http.PostAsync($"wait/{due.Ticks}", null, stop);
            waiting.Add(WaitBareAsync(due, floor));
        }

        await Task.WhenAll(waiting);
        await Eventually.GetAsync(() => Task.FromResult(Late.Count), count => count == Timers);
        var ours = new Samples();
        foreach (var time in Late)
        {
            ours.Add(time);
        }

        Console.WriteLine($"a durable timer is late by {ours}");
        Console.WriteLine($"  its floor, Task.Delay    {floor}");
        return ours.Count == Timers;
    }

    /// <summary>How late the platform's own timer is: the delay is what is measured.</summary>
    private static async Task WaitBareAsync(DateTime due, Samples floor)
    {
        await Task.Delay(due - DateTime.UtcNow is var wait && wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
        lock (floor)
        {
            floor.Add(DateTime.UtcNow - due);
        }
    }

    /// <summary>Found by the emulated host.</summary>
    public static class Functions
    {
        [Function(nameof(Start))]
        public static async Task<IResult> Start(
            [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "wait/{ticks}")] HttpRequest request,
            [DurableClient] DurableTaskClient client,
            long ticks
        )
        {
            var due = new DateTime(ticks, DateTimeKind.Utc);
            return Results.Ok(await client.ScheduleNewOrchestrationInstanceAsync(nameof(WaitUntil), due));
        }

        [Function(nameof(WaitUntil))]
        public static async Task WaitUntil([OrchestrationTrigger] TaskOrchestrationContext context, DateTime due)
        {
            await context.CreateTimer(due, CancellationToken.None);
            if (!context.IsReplaying)
            {
                Late.Add(DateTime.UtcNow - due);
            }
        }
    }
}
