using System.Collections.Concurrent;
using System.Globalization;

namespace AgentTrader.Services.Tests.Simulation;

/// <summary><c>AGENTTRADER_SEED</c> runs one seed alone, <c>AGENTTRADER_SEEDS</c> another number of them.</summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    private const int Steps = 400;
    private static readonly string? One = Environment.GetEnvironmentVariable("AGENTTRADER_SEED");

    [Fact]
    public void Nothing_is_lost_and_nothing_done_twice_whatever_storage_and_queues_do()
    {
        var many = int.Parse(
            Environment.GetEnvironmentVariable("AGENTTRADER_SEEDS") ?? "1000",
            CultureInfo.InvariantCulture
        );
        var seeds = One is null ? Enumerable.Range(1, many) : [int.Parse(One, CultureInfo.InvariantCulture)];
        var broken = new ConcurrentBag<string>();
        var (fills, decided, crashes, poisoned) = (0, 0, 0, 0);
        Parallel.ForEach(
            seeds,
            new ParallelOptions { MaxDegreeOfParallelism = 2 },
            seed =>
            {
                using var simulation = new Simulation(seed);
                var wrong = simulation.Run(Steps);
                Interlocked.Add(ref fills, simulation.Fills);
                Interlocked.Add(ref decided, simulation.Decided);
                Interlocked.Add(ref crashes, simulation.Crashes);
                Interlocked.Add(ref poisoned, simulation.Poisoned);
                if (wrong.Count > 0)
                {
                    broken.Add($"{Rerun(seed)}\n  {string.Join("\n  ", wrong)}");
                }
            }
        );
        output.WriteLine($"{fills} fills, {decided} approvals decided, {crashes} crashes, {poisoned} orders poisoned");
        Assert.True(broken.IsEmpty, $"{broken.Count} seeds failed:\n{string.Join('\n', broken.Take(5))}");
        Assert.True(
            One is not null || (fills > many * 3 && decided > many && crashes > many && poisoned > many / 20),
            "Too little happened."
        );
    }

    [Fact]
    public void The_same_seed_does_the_same()
    {
        using var first = new Simulation(7);
        using var second = new Simulation(7);
        first.Run(Steps);
        second.Run(Steps);
        Assert.Equal(first.Trace, second.Trace);
    }

    private static string Rerun(int seed) =>
        $"AGENTTRADER_SEED={seed} dotnet run --project tests/Services.Tests -- -class {typeof(SimulationTests).FullName}";
}
