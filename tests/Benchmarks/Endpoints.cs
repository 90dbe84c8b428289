using System.Net.Http.Json;
using AgentTrader.Core.Identity;

namespace AgentTrader.Benchmarks;

/// <summary><c>GET portfolio</c> and <c>POST trade</c> on a real host, against <see cref="FloorApp"/> on the same Azurite.</summary>
internal static class Endpoints
{
    private const int Agents = 16;

    // .NET compiles a method well only after it has run often; both sides are measured when they are warm, as a server is.
    private const int WarmUp = 200;
    private const int Rounds = 5;
    private static readonly (int Connections, int Requests)[] Loads = [(1, 100), (16, 320), (64, 640)];

    public static async Task<bool> RunAsync(Options options, CancellationToken stop)
    {
        await using var host = await BenchHost.StartAsync();
        await using var floor = await FloorProcess.StartAsync(host.Storage, BenchHost.Instance);
        var trader = host.User(Roles.Trader);
        var agents = new List<string>();
        for (var i = 0; i < Agents; i++)
        {
            agents.Add(await trader.CreateAgentAsync($"Measured {i}"));
        }

        string AgentOf(int number) => agents[number % Agents];
        await CompareAsync(
            host,
            "GET portfolio",
            number => (trader.Http, trader.Request(HttpMethod.Get, $"api/v1/agents/{AgentOf(number)}/portfolio")),
            number => (floor.Http, new HttpRequestMessage(HttpMethod.Get, $"agents/{AgentOf(number)}"))
        );
        await CompareAsync(
            host,
            "POST trade",
            number =>
                (
                    trader.Http,
                    trader.Request(HttpMethod.Post, $"api/v1/agents/{AgentOf(number)}/trades", Trade(number))
                ),
            number =>
                (
                    floor.Http,
                    new HttpRequestMessage(HttpMethod.Post, $"agents/{AgentOf(number)}")
                    {
                        Content = JsonContent.Create(Trade(number)),
                    }
                )
        );
        return true;
    }

    private static async Task CompareAsync(
        BenchHost host,
        string name,
        Func<int, (HttpClient, HttpRequestMessage)> ours,
        Func<int, (HttpClient, HttpRequestMessage)> floor
    )
    {
        await MeasureAsync(ours, 8, WarmUp, new Samples());
        await host.UntilIdleAsync();
        await MeasureAsync(floor, 8, WarmUp, new Samples());
        foreach (var (connections, requests) in Loads)
        {
            var (us, bare) = (new Samples(), new Samples());
            for (var round = 0; round < Rounds; round++)
            {
                // In turn, so that what else the machine does falls on both; the fills that follow on nobody.
                await MeasureAsync(ours, connections, requests / Rounds, us);
                await host.UntilIdleAsync();
                await MeasureAsync(floor, connections, requests / Rounds, bare);
            }

            Console.WriteLine($"{name}, {connections, 2} connections  {us}");
            Console.WriteLine($"  its floor                  {bare}");
            Console.WriteLine(
                $"  ratio of the medians       {us.Median / bare.Median:0.00}, of the p95 {us.Percentile(95) / bare.Percentile(95):0.00} (goal 1.30 or less)"
            );
        }
    }

    private static Task MeasureAsync(
        Func<int, (HttpClient Http, HttpRequestMessage Request)> make,
        int connections,
        int requests,
        Samples samples
    ) => HttpLoad.RunAsync(make(0).Http, connections, requests, number => make(number).Request, samples);

    // Bought only: what is sold must be held, and fills come later than answers. One share of a cheap symbol lasts.
    private static object Trade(int number) =>
        new
        {
            symbol = "KO",
            action = "buy",
            quantity = 1 + (number % 2),
        };
}
