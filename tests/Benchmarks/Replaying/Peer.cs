using System.Diagnostics;
using System.Globalization;
using AgentTrader.Core.Market;
using AgentTrader.Testing;

namespace AgentTrader.Benchmarks.Replaying;

/// <summary>The same bars through grademark, a public backtester from npm.</summary>
internal static class Peer
{
    /// <summary>Bars a second of processor time.</summary>
    public static async Task<double> BarsPerSecondAsync(
        Dictionary<string, ReadOnlyMemory<Bar>> bars,
        CancellationToken stop
    )
    {
        var script = Path.Combine(Azurite.RepositoryRoot, "tests", "Benchmarks", "Replaying", "peer", "grademark.mjs");
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllLinesAsync(file, bars.SelectMany(pair => Lines(pair.Key, pair.Value)), stop);
            using var node =
                Process.Start(new ProcessStartInfo("node", [script, file]) { RedirectStandardOutput = true })
                ?? throw new InvalidOperationException("node could not be started.");
            var answer = await node.StandardOutput.ReadToEndAsync(stop);
            await node.WaitForExitAsync(stop);
            return double.Parse(answer, CultureInfo.InvariantCulture);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static IEnumerable<string> Lines(string symbol, ReadOnlyMemory<Bar> bars) =>
        bars.ToArray()
            .Select(bar =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{symbol},{bar.Start:yyyy-MM-dd},{bar.Open},{bar.High},{bar.Low},{bar.Close},{bar.Volume}"
                )
            );
}
