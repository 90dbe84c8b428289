using System.Diagnostics;
using System.Net;
using AgentTrader.Core;
using AgentTrader.Core.Identity;
using AgentTrader.Testing;

namespace AgentTrader.Benchmarks;

/// <summary>
/// Trades that wait for a person: the time from the click to the fill, one at a time, and how many approvals (an orchestration
/// each, of an event, a timer and an activity) the host brings to an end a second.
/// </summary>
internal static class Approvals
{
    private const int Clicks = 20;
    private const int AtOnce = 24;

    // From the click to the orchestration, to its activity, to the order.
    private const int Hops = 3;

    public static async Task<bool> RunAsync(Options options, CancellationToken stop)
    {
        await using var host = await BenchHost.StartAsync();
        var (trader, approver) = (host.User(Roles.Trader), host.User(Roles.Approver));
        await MeasureClicksAsync(host, trader, approver);
        await MeasureAtOnceAsync(host, trader, approver);
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

    /// <summary>Approves; the answer comes once the trade is filled.</summary>
    public static async Task ApproveAsync(Desk approver, string request)
    {
        var answer = await approver.PostAsync($"oversight/requests/{request}/decision", new { decision = "approved" });
        if (!answer.GetProperty("tradeExecuted").GetBoolean())
        {
            throw new TimeoutException($"The approved {request} was not filled within five seconds.");
        }
    }

    private static async Task MeasureClicksAsync(BenchHost host, Desk trader, Desk approver)
    {
        var hops = await new QueueHops(host.Storage, "clickfloor").CreateAsync();
        var (clicks, floor) = (new Samples(), new Samples());
        for (var i = 0; i < Clicks; i++)
        {
            var (request, trade) = await OpenAsync(trader, approver, $"Click {i}");
            var clicked = DateTimeOffset.UtcNow;
            await ApproveAsync(approver, request);
            clicks.Add((await trader.GetAsync(trade)).GetProperty("executedAt").GetDateTimeOffset() - clicked);
            var started = Stopwatch.GetTimestamp();
            await hops.RunAsync(Hops);
            floor.Add(Stopwatch.GetElapsedTime(started));
        }

        Console.WriteLine($"approval click to fill {clicks} (goal p95 below 1,000 ms)");
        Console.WriteLine($"  its floor            {floor}");
    }

    private static async Task MeasureAtOnceAsync(BenchHost host, Desk trader, Desk approver)
    {
        var open = new List<string>();
        var hops = new List<QueueHops>();
        for (var i = 0; i < AtOnce; i++)
        {
            open.Add((await OpenAsync(trader, approver, $"At once {i}")).Request);
            hops.Add(await new QueueHops(host.Storage, $"atoncefloor{i}").CreateAsync());
        }

        var begun = Stopwatch.GetTimestamp();
        await Task.WhenAll(open.Select(request => ApproveAsync(approver, request)));
        var ours = Stopwatch.GetElapsedTime(begun);
        begun = Stopwatch.GetTimestamp();
        await Task.WhenAll(hops.Select(each => each.RunAsync(Hops)));
        var floor = Stopwatch.GetElapsedTime(begun);
        Console.WriteLine(
            $"orchestrations         {AtOnce / ours.TotalSeconds:0.0} a second, {AtOnce} at once, to the fill"
        );
        Console.WriteLine($"  its floor            {AtOnce / floor.TotalSeconds:0.0} a second");
    }
}
