using AgentTrader.Core.Identity;
using AgentTrader.Testing;

namespace AgentTrader.Benchmarks;

/// <summary>
/// How many storage operations an idle minute, a minute of deciding, a trade and an approval take: what docs/costs.md reckons
/// with. Counted between the host and its Azurite; operations on the stand-in of Service Bus (<c>bus</c>) are none on Azure.
/// </summary>
internal static class StorageOperations
{
    private const int Trades = 20;
    private const int Approved = 5;
    private const int Deciding = 20;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public static async Task<bool> RunAsync(Options options, CancellationToken stop)
    {
        await using var azurite = await Azurite.StartAsync();
        await using var counter = await StorageCounter.StartAsync(azurite.ConnectionString);
        // Agents are woken by nobody until the count of deciding: what is counted first is the platform's own.
        var settings = new Dictionary<string, string> { ["DecisionLoopSchedule"] = "0 0 0 1 1 *" };
        await using var host = await HostProcess.StartAsync(counter.ConnectionString, BenchHost.Instance, settings);
        using var http = Desk.Connect(host);
        var trader = new Desk(http, BenchHost.Instance, Roles.Trader);
        var approver = new Desk(http, BenchHost.Instance, Roles.Approver);
        var agent = await trader.CreateAgentAsync("Counted");
        await Queues.UntilEmptyAsync(azurite.ConnectionString);
        counter.Take();
        await PassAsync(1, stop);
        var idle = counter.Take().ToDictionary(kind => kind.Key, kind => kind.Value / Minute.TotalSeconds);
        Print("an idle minute", idle.ToDictionary(kind => kind.Key, kind => kind.Value * 60));
        await CountAsync(
            counter,
            azurite.ConnectionString,
            idle,
            "a trade",
            Trades,
            () => trader.SubmitAsync(agent, "buy", 1)
        );
        await CountAsync(
            counter,
            azurite.ConnectionString,
            idle,
            "an approval, with its agent's creation and its trade",
            Approved,
            async () =>
            {
                var (request, trade) = await Approvals.OpenAsync(trader, approver, "Counted");
                await Approvals.ApproveAsync(trader, approver, request, trade);
            }
        );
        await host.DisposeAsync();
        await CountDecidingAsync(counter, idle, stop);
        return true;
    }

    /// <summary>Counts what agents take that are woken every minute while the market is open.</summary>
    private static async Task CountDecidingAsync(
        StorageCounter counter,
        Dictionary<string, double> idle,
        CancellationToken stop
    )
    {
        var settings = new Dictionary<string, string> { ["DecisionLoopSchedule"] = "0 * * * * *" };
        await using var host = await HostProcess.StartAsync(counter.ConnectionString, BenchHost.Instance, settings);
        using var http = Desk.Connect(host);
        var trader = new Desk(http, BenchHost.Instance, Roles.Trader);
        for (var i = 0; i < Deciding; i++)
        {
            await trader.CreateAgentAsync($"Deciding {i}", "balanced", []);
        }

        // Their first minutes, in which most of them buy, are not like the others.
        await PassAsync(2, stop);
        counter.Take();
        await PassAsync(2, stop);
        Print("an agent's minute of the market", Beyond(idle, counter, Minute * 2, Deciding * 2));
    }

    /// <summary>Does a thing so often and prints what one time of it took beyond idling.</summary>
    private static async Task CountAsync(
        StorageCounter counter,
        string storage,
        Dictionary<string, double> idle,
        string what,
        int times,
        Func<Task> act
    )
    {
        counter.Take();
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        for (var i = 0; i < times; i++)
        {
            await act();
        }

        // Asked of Azurite itself, so that the asking is not counted.
        await Queues.UntilEmptyAsync(storage);
        Print(what, Beyond(idle, counter, System.Diagnostics.Stopwatch.GetElapsedTime(started), times));
    }

    /// <summary>Operations are counted over spans of time: the minutes that pass here are what is measured.</summary>
    private static Task PassAsync(int minutes, CancellationToken stop) => Task.Delay(Minute * minutes, stop);

    private static Dictionary<string, double> Beyond(
        Dictionary<string, double> idle,
        StorageCounter counter,
        TimeSpan span,
        int times
    ) =>
        counter
            .Take()
            .ToDictionary(
                kind => kind.Key,
                kind => (kind.Value - (idle.GetValueOrDefault(kind.Key) * span.TotalSeconds)) / times
            );

    private static void Print(string what, Dictionary<string, double> kinds)
    {
        var parts = kinds
            .Where(kind => kind.Value >= 0.05)
            .OrderBy(kind => kind.Key, StringComparer.Ordinal)
            .Select(kind => $"{kind.Key} {kind.Value:0.0}");
        Console.WriteLine($"storage operations of {what}: {string.Join(", ", parts)}");
    }
}
