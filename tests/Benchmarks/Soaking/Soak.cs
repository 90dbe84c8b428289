using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using AgentTrader.Core.Identity;
using AgentTrader.Functions.Tests.Fuzz;
using Azure.Data.Tables;

namespace AgentTrader.Benchmarks.Soaking;

/// <summary>
/// The product at work for a while: 100 owners with an agent each, ten trades a minute and agent, 500 open dashboards, while
/// the market's clock runs through a week of sessions. Latency, memory and handles must stay flat, nothing may be left over, and
/// the invariants of docs/architecture.md must hold.
/// </summary>
internal sealed class Soak
{
    private const int Owners = 100;
    private const int DashboardsOfAnOwner = 4;
    private const int DashboardsOfReaders = 100;
    private const int TradesPerMinute = 10;
    private const int UsualMinutes = 2;

    // Five sessions of 390 minutes.
    private const int WeekInMinutes = 5 * 390;
    private readonly BenchHost host;
    private readonly SoakFigures figures;
    private readonly TimeSpan length;
    private readonly ConcurrentBag<string> accepted = [];
    private readonly ConcurrentDictionary<string, int> refused = new();
    private int failed;

    private Soak(BenchHost host, TimeSpan length)
    {
        this.host = host;
        this.length = length;
        figures = new SoakFigures(host.Process, length);
    }

    public static string[] OptionNames { get; } = ["minutes"];

    /// <param name="options"><c>minutes</c>: how long.</param>
    /// <param name="stop">Fires on Ctrl-C: the run then ends with what it has.</param>
    public static async Task<bool> RunAsync(Options options, CancellationToken stop)
    {
        var minutes = Math.Max(1, options.Value("minutes", UsualMinutes));
        var speed = Math.Max(1, (WeekInMinutes + minutes - 1) / minutes);
        await using var host = await BenchHost.StartAsync(
            new Dictionary<string, string>
            {
                ["Market__Speed"] = speed.ToString(CultureInfo.InvariantCulture),
                ["DecisionLoopSchedule"] = "*/10 * * * * *",
            }
        );
        return await new Soak(host, TimeSpan.FromMinutes(minutes)).RunAsync(stop);
    }

    private async Task<bool> RunAsync(CancellationToken stop)
    {
        var owners = Enumerable.Range(0, Owners).Select(number => host.User(Roles.Trader, $"{number}")).ToArray();
        var agents = await Task.WhenAll(owners.Select((owner, number) => owner.CreateAgentAsync($"Soaked {number}")));
        var dashboards = await ConnectAsync(owners, stop);
        Console.WriteLine(
            $"{agents.Length} agents and {dashboards.Count} dashboards; {length.TotalMinutes:0} minutes begin."
        );
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        ending.CancelAfter(length);
        figures.Begin();
        await Task.WhenAll([
            .. agents.Select((agent, place) => TradeAsync(owners[place], agent, place, ending.Token)),
            figures.ProbeAsync(host.Storage, ending.Token),
            ReportAsync(ending.Token),
        ]);
        var open = dashboards.Count(dashboard => dashboard.IsOpen);
        Console.WriteLine(
            $"{accepted.Count} trades accepted, {refused.Values.Sum()} refused by a rule, {failed} requests failed; {open} of "
                + $"{dashboards.Count} dashboards are open and heard {dashboards.Sum(dashboard => dashboard.Received)} events"
        );
        foreach (var (sentence, count) in refused)
        {
            Console.WriteLine($"  refused {count} times: {sentence}");
        }

        var flat = figures.Compare();
        var clean = await IsCleanAsync();
        dashboards.ForEach(dashboard => dashboard.Dispose());
        return flat && clean && failed == 0 && open == dashboards.Count;
    }

    /// <summary>The owners' own dashboards, which hear of their agent, and readers', which hear of all.</summary>
    private async Task<List<LiveClient>> ConnectAsync(Desk[] owners, CancellationToken stop)
    {
        var dashboards = new List<LiveClient>();
        for (var i = 0; i < DashboardsOfReaders; i++)
        {
            var reader = host.User(Roles.Viewer, $"{i}");
            dashboards.Add(await LiveClient.ConnectAsync(reader, i == 0 ? figures.Heard : null, stop));
        }

        for (var i = 0; i < owners.Length * DashboardsOfAnOwner; i++)
        {
            dashboards.Add(await LiveClient.ConnectAsync(owners[i % owners.Length], null, stop));
        }

        return dashboards;
    }

    /// <summary>Buys and sells one share in turn, every six seconds, the agents spread over them.</summary>
    private async Task TradeAsync(Desk owner, string agent, int place, CancellationToken stop)
    {
        var pause = TimeSpan.FromMinutes(1) / TradesPerMinute;
        try
        {
            // The agent's place in the six seconds: this is the load itself, and waits for nothing.
            await Task.Delay(pause * place / Owners, stop);
            using var timer = new PeriodicTimer(pause);
            for (var number = 0; !stop.IsCancellationRequested; number++)
            {
                await SubmitAsync(owner, agent, number % 2 == 0 ? "buy" : "sell");
                await timer.WaitForNextTickAsync(stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested) { }
    }

    private async Task SubmitAsync(Desk owner, string agent, string action)
    {
        var order = new
        {
            symbol = "SPY",
            action,
            quantity = 1,
            manual = true,
        };
        var started = Stopwatch.GetTimestamp();
        try
        {
            var trade = await owner.PostAsync($"agents/{agent}/trades", order);
            figures.Posted(Stopwatch.GetElapsedTime(started));
            accepted.Add(trade.GetProperty("tradeId").GetString()!);
        }
        catch (HttpRequestException refusal)
            when (refusal.StatusCode is HttpStatusCode.UnprocessableEntity or HttpStatusCode.Conflict)
        {
            // The engine minds the same positions: it may have sold the share first.
            refused.AddOrUpdate(refusal.Message, 1, (_, count) => count + 1);
        }
        catch (HttpRequestException failure)
        {
            if (Interlocked.Increment(ref failed) <= 5)
            {
                Console.WriteLine(failure.Message);
            }
        }
    }

    private async Task ReportAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1));
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await timer.WaitForNextTickAsync(stop);
            }
            catch (OperationCanceledException)
            {
                // The last minute is reported too.
            }

            var queued = await Queues.LengthsAsync(host.Storage);
            figures.Report(queued.Count == 0 ? "nothing" : string.Join(", ", queued));
        }
    }

    private async Task<bool> IsCleanAsync()
    {
        var queues = new FuzzedQueues(host.Storage, BenchHost.Instance);
        var left = await queues.LeftAsync(CancellationToken.None);
        List<string> wrong = [.. await queues.SetAsideAsync(), .. await queues.BrokenAsync(accepted)];
        if (left is not null)
        {
            wrong.Add(left);
        }

        Console.WriteLine(
            wrong.Count == 0
                ? "nothing is left over and all invariants hold"
                : "WRONG: " + string.Join("\nWRONG: ", wrong)
        );
        var tables = new TableServiceClient(host.Storage);
        var rows = new List<string>();
        await foreach (var table in tables.QueryAsync())
        {
            var count = await tables
                .GetTableClient(table.Name)
                .QueryAsync<TableEntity>(select: ["PartitionKey"])
                .CountAsync();
            rows.Add($"{table.Name} {count}");
        }

        Console.WriteLine("rows: " + string.Join(", ", rows));
        return wrong.Count == 0;
    }
}
