using System.Diagnostics;
using System.Net;
using System.Text.Json;
using AgentTrader.Core;
using AgentTrader.Core.Identity;
using AgentTrader.Testing;

namespace AgentTrader.Benchmarks;

/// <summary>
/// Trades that wait for a person: the time from the click to the fill, one at a time, alone and among a hundred that wait, what
/// those cost in memory, and how many approvals (an orchestration each, of an event, a timer and an activity) the host brings to
/// an end a second.
/// </summary>
internal static class Approvals
{
    private const int Clicks = 20;
    private const int Pending = 100;

    // From the click to the orchestration, to its activity, to the order.
    private const int Hops = 3;

    public static async Task<bool> RunAsync(Options options, CancellationToken stop)
    {
        await using var host = await BenchHost.StartAsync();
        var (trader, approver) = (host.User(Roles.Trader), host.User(Roles.Approver));
        await MeasureClicksAsync(host, trader, approver, "alone", i => OpenAsync(trader, approver, $"Click {i}"));
        await MeasureManyAsync(host, trader, approver);
        return true;
    }

    /// <summary>Makes an agent with a trade that waits; returns the request and the trade once an approver can see them.</summary>
    public static async Task<(string Request, string TradePath)> OpenAsync(Desk trader, Desk approver, string name)
    {
        var agent = await trader.CreateAgentAsync(name);
        // Above the threshold of $50,000 at any price of SPY since 2024.
        var trade = (await trader.SubmitAsync(agent, "buy", 120)).GetProperty("tradeId").GetString()!;
        var request = EntityId.Derive("ovr", EntityId.InstantOf(trade), trade);
        await Eventually.GetAsync(() => StatusAsync(approver, request), status => status == HttpStatusCode.OK);
        return (request, $"agents/{agent}/trades/{trade}");
    }

    private static async Task<HttpStatusCode> StatusAsync(Desk approver, string request)
    {
        using var question = approver.Request(HttpMethod.Get, $"api/v1/oversight/requests/{request}");
        using var found = await approver.Http.SendAsync(question);
        return found.StatusCode;
    }

    /// <summary>Approves, and waits for the fill.</summary>
    /// <returns>The filled trade.</returns>
    public static async Task<JsonElement> ApproveAsync(Desk trader, Desk approver, string request, string tradePath)
    {
        await approver.PostAsync($"oversight/requests/{request}/decision", new { decision = "approved" });
        // The answer comes with the fill as a rule, and after five seconds without it.
        return await Eventually.GetAsync(
            () => trader.GetAsync(tradePath),
            trade => trade.GetProperty("status").GetString() == "completed"
        );
    }

    private static async Task MeasureClicksAsync(
        BenchHost host,
        Desk trader,
        Desk approver,
        string name,
        Func<int, Task<(string Request, string TradePath)>> open
    )
    {
        var hops = await new QueueHops(host.Storage, "clickfloor").CreateAsync();
        var (clicks, floor) = (new Samples(), new Samples());
        for (var i = 0; i < Clicks; i++)
        {
            var (request, trade) = await open(i);
            var clicked = DateTimeOffset.UtcNow;
            var filled = await ApproveAsync(trader, approver, request, trade);
            clicks.Add(filled.GetProperty("executedAt").GetDateTimeOffset() - clicked);
            var started = Stopwatch.GetTimestamp();
            await hops.RunAsync(Hops);
            floor.Add(Stopwatch.GetElapsedTime(started));
        }

        Console.WriteLine($"click to fill, {name, -9} {clicks} (goal p95 below 1,000 ms)");
        Console.WriteLine($"  its floor            {floor}");
    }

    /// <summary>A hundred requests wait: what they cost in memory, what one decision then takes, and all the others at once.</summary>
    private static async Task MeasureManyAsync(BenchHost host, Desk trader, Desk approver)
    {
        var (open, hops) = (new List<(string Request, string TradePath)>(), new List<QueueHops>());
        var before = ProcessFigures.Read(host.Process.Id);
        for (var i = 0; i < Pending; i++)
        {
            open.Add(await OpenAsync(trader, approver, $"Pending {i}"));
        }

        var after = ProcessFigures.Read(host.Process.Id);
        Console.WriteLine(
            $"pending                {Pending} requests: host {before.ResidentMegabytes} MB before, {after.ResidentMegabytes} MB with them"
        );
        await MeasureClicksAsync(host, trader, approver, $"among {Pending}", i => Task.FromResult(open[i]));
        open.RemoveRange(0, Clicks);
        for (var i = 0; i < open.Count; i++)
        {
            hops.Add(await new QueueHops(host.Storage, $"atoncefloor{i}").CreateAsync());
        }

        var begun = Stopwatch.GetTimestamp();
        await Task.WhenAll(open.Select(each => ApproveAsync(trader, approver, each.Request, each.TradePath)));
        var ours = Stopwatch.GetElapsedTime(begun);
        begun = Stopwatch.GetTimestamp();
        await Task.WhenAll(hops.Select(each => each.RunAsync(Hops)));
        var floor = Stopwatch.GetElapsedTime(begun);
        Console.WriteLine(
            $"orchestrations         {open.Count / ours.TotalSeconds:0.0} a second, {open.Count} at once, to the fill"
        );
        Console.WriteLine($"  its floor            {open.Count / floor.TotalSeconds:0.0} a second");
    }
}
