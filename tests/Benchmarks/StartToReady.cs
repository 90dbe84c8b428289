using System.Diagnostics;
using AgentTrader.Testing;

namespace AgentTrader.Benchmarks;

/// <summary>From calling <c>./run</c> on a warm build until it says that the product is ready.</summary>
internal static class StartToReady
{
    private const int Runs = 3;

    public static async Task<bool> RunAsync(Options options, CancellationToken stop)
    {
        var (ours, floor) = (new Samples(), new Samples());
        for (var i = 0; i < Runs; i++)
        {
            ours.Add(await OnceAsync());
            var started = Stopwatch.GetTimestamp();
            await using var azurite = await Azurite.StartAsync();
            await using var bare = await FloorProcess.StartAsync(azurite.ConnectionString, BenchHost.Instance);
            floor.Add(Stopwatch.GetElapsedTime(started));
        }

        Console.WriteLine($"start to ready         p50 {ours.Median / 1000:0.00} s (goal 5 s or less)");
        Console.WriteLine(
            $"  its floor            p50 {floor.Median / 1000:0.00} s: Azurite, then a bare app with its tables"
        );
        return true;
    }

    private static async Task<TimeSpan> OnceAsync()
    {
        var run = Path.Combine(Azurite.RepositoryRoot, "run");
        var port = Azurite.FreePorts(1)[0];
        var started = Stopwatch.GetTimestamp();
        using var process =
            Process.Start(
                new ProcessStartInfo(run, ["--ephemeral", "--port", $"{port}"]) { RedirectStandardOutput = true }
            ) ?? throw new InvalidOperationException("./run could not be started.");
        var time = TimeSpan.Zero;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("AgentTrader is ready", StringComparison.Ordinal))
            {
                time = Stopwatch.GetElapsedTime(started);
                using var stop = Process.Start("kill", ["-TERM", $"{process.Id}"]);
            }
        }

        await process.WaitForExitAsync();
        return time > TimeSpan.Zero ? time : throw new InvalidOperationException("./run ended before it was ready.");
    }
}
