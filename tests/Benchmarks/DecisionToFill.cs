using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using AgentTrader.Core.Identity;
using AgentTrader.Testing;

namespace AgentTrader.Benchmarks;

/// <summary>
/// From the commit of a decision to the commit of the fill that follows: through a queue, an executed order and two
/// transactions. The market runs at sixty times its speed, so that there is something to decide; ten agents decide at once,
/// every second. Faster, they decide more than an Azurite carries, and the figure is one of the queue before it.
/// </summary>
internal static class DecisionToFill
{
    private const int Agents = 10;
    private const int Wanted = 40;
    private const int Hops = 2;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(120);

    // The floor is measured among what it is compared with, and seldom, so that it does not add to the load.
    private static readonly TimeSpan BetweenFloors = TimeSpan.FromMilliseconds(200);

    public static async Task<bool> RunAsync(Options options, CancellationToken stop)
    {
        var settings = new Dictionary<string, string>
        {
            ["Market__Speed"] = "60",
            ["DecisionLoopSchedule"] = "* * * * * *",
        };
        await using var host = await BenchHost.StartAsync(settings);
        var (trader, fills) = (
            host.User(Roles.Trader),
            new ConcurrentQueue<(DateTimeOffset Submitted, TimeSpan Time)>()
        );
        using var dashboard = await LiveClient.ConnectAsync(trader, message => Hear(message, fills), stop);
        for (var i = 0; i < Agents; i++)
        {
            await trader.CreateAgentAsync($"Decides {i}", "aggressive", []);
        }

        // Their first decisions wait until a year of each symbol's history is reckoned, and come all at once: nobody measures them.
        await Eventually.GetAsync(() => Task.FromResult(fills.Count), count => count >= Agents);
        await host.UntilIdleAsync();
        var hops = await new QueueHops(host.Storage, "decisionfloor").CreateAsync();
        var (ours, floor) = (new Samples(), new Samples());
        var (warm, started) = (DateTimeOffset.UtcNow, Stopwatch.GetTimestamp());
        using var floors = new PeriodicTimer(BetweenFloors);
        // What was submitted before may be filled now, and counts for nothing.
        while (fills.Count(fill => fill.Submitted > warm) < Wanted && Stopwatch.GetElapsedTime(started) < Longest)
        {
            await floors.WaitForNextTickAsync(stop);
            var begun = Stopwatch.GetTimestamp();
            await hops.RunAsync(Hops);
            floor.Add(Stopwatch.GetElapsedTime(begun));
        }

        foreach (var fill in fills.Where(fill => fill.Submitted > warm))
        {
            ours.Add(fill.Time);
        }

        Console.WriteLine($"decision to fill       {ours}; {ours.Count} fills");
        Console.WriteLine($"  its floor            {floor}");
        return ours.Count > 0;
    }

    private static void Hear(JsonElement message, ConcurrentQueue<(DateTimeOffset Submitted, TimeSpan Time)> fills)
    {
        if (message.GetProperty("type").GetString() != "trade.executed")
        {
            return;
        }

        var trade = message.GetProperty("data");
        if (trade.GetProperty("decisionId").ValueKind == JsonValueKind.String)
        {
            var submitted = trade.GetProperty("submittedAt").GetDateTimeOffset();
            fills.Enqueue((submitted, trade.GetProperty("executedAt").GetDateTimeOffset() - submitted));
        }
    }
}
