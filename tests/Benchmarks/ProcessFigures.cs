using System.Globalization;

namespace AgentTrader.Benchmarks;

/// <summary>What Linux says about a process.</summary>
/// <param name="ResidentMegabytes">Memory in use.</param>
/// <param name="Handles">Open files and sockets.</param>
internal sealed record ProcessFigures(long ResidentMegabytes, int Handles)
{
    public static ProcessFigures Read(int processId)
    {
        var line = File.ReadLines($"/proc/{processId}/status")
            .First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        var kilobytes = long.Parse(
            line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
            CultureInfo.InvariantCulture
        );
        return new(kilobytes / 1024, Directory.GetFiles($"/proc/{processId}/fd").Length);
    }
}
