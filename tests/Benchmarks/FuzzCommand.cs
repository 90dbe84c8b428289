using AgentTrader.Functions.Tests.Fuzz;
using AgentTrader.Testing;

namespace AgentTrader.Benchmarks;

/// <summary>The fuzzer of the Functions tests at full length.</summary>
internal static class FuzzCommand
{
    private const int UsualRequests = 100_000;
    private const int UsualMessages = 10_000;

    public static string[] OptionNames { get; } = ["requests", "messages", "seed", "only"];

    /// <param name="options"><c>messages</c>: to each queue; <c>only</c>: one request alone, by its number.</param>
    /// <param name="stop">Ends the run early.</param>
    public static async Task<bool> RunAsync(Options options, CancellationToken stop)
    {
        await using var azurite = await Azurite.StartAsync();
        await using var host = await HostProcess.StartAsync(azurite.ConnectionString, "fuzz", FuzzSettings.Quick);
        var fuzzer = new Fuzzer(host, azurite.ConnectionString, "fuzz", options.Value("seed", 1), Console.WriteLine);
        await fuzzer.RunAsync(
            options.Value("requests", UsualRequests),
            options.Value("messages", UsualMessages),
            options.ValueIfGiven("only"),
            stop
        );
        Console.WriteLine($"{fuzzer.Report.Findings.Count} findings");
        return fuzzer.Report.Findings.Count == 0;
    }
}
