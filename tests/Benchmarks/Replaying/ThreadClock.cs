using System.Diagnostics;
using System.Runtime.InteropServices;

namespace AgentTrader.Benchmarks.Replaying;

/// <summary>
/// How long the calling thread has run. Unlike the clock on the wall it stands still while others have the core, so that a
/// loaded machine does not lengthen what takes microseconds. On anything but Linux it is the clock on the wall.
/// </summary>
internal static class ThreadClock
{
    /// <summary>CLOCK_THREAD_CPUTIME_ID of Linux.</summary>
    private const int OfThread = 3;

    public static double Microseconds()
    {
        if (!OperatingSystem.IsLinux())
        {
            return Stopwatch.GetTimestamp() * (1e6 / Stopwatch.Frequency);
        }

        return clock_gettime(OfThread, out var time) == 0
            ? (time.Seconds * 1e6) + (time.Nanoseconds / 1e3)
            : throw new InvalidOperationException("The clock of the thread cannot be read.");
    }

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
#pragma warning disable IDE1006, CA5392 // The name is the system's.
    private static extern int clock_gettime(int clock, out Timespec time);
#pragma warning restore IDE1006, CA5392

    private readonly record struct Timespec(nint Seconds, nint Nanoseconds);
}
