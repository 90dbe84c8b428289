using System.Diagnostics;
using System.Text.Json;
using AgentTrader.Testing;
using Azure.Data.Tables;

namespace AgentTrader.Benchmarks.Soaking;

/// <summary>
/// What a soak measures while it runs, and whether it stayed flat. Times are compared with the time of two bare storage calls at
/// the same moments, so that what else the machine does does not look like growth.
/// </summary>
internal sealed class SoakFigures(HostProcess host, TimeSpan length)
{
    /// <summary>What the last tenth may take against the first, after what the floor did in between.</summary>
    private const double AllowedSlowdown = 1.5;
    private const double AllowedGrowth = 1.25;
    private static readonly TimeSpan Probe = TimeSpan.FromSeconds(1);
    private long begun;
    private readonly Timeline posted = new(length);
    private readonly Timeline filled = new(length);
    private readonly Timeline floor = new(length);
    private readonly Timeline memory = new(length);
    private readonly Timeline handles = new(length);
    private TimeSpan reported;

    /// <summary>The run begins now: everybody is connected.</summary>
    public void Begin() => begun = Stopwatch.GetTimestamp();

    /// <summary>Notes how long the API took to accept a trade.</summary>
    public void Posted(TimeSpan time) => posted.Add(Now, time.TotalMilliseconds);

    /// <summary>Notes the fill that an event on a dashboard tells of: from the answer's submission to the commit.</summary>
    public void Heard(JsonElement message)
    {
        if (message.GetProperty("type").GetString() == "trade.executed")
        {
            var trade = message.GetProperty("data");
            var time =
                trade.GetProperty("executedAt").GetDateTimeOffset()
                - trade.GetProperty("submittedAt").GetDateTimeOffset();
            filled.Add(Now, time.TotalMilliseconds);
        }
    }

    /// <summary>Measures the floor, memory and handles once a second until stopped.</summary>
    public async Task ProbeAsync(string storage, CancellationToken stop)
    {
        var table = new TableClient(storage, "soakfloor");
        await table.CreateIfNotExistsAsync(stop);
        using var timer = new PeriodicTimer(Probe);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                var started = Stopwatch.GetTimestamp();
                await table.UpsertEntityAsync(new TableEntity("floor", "row"), cancellationToken: stop);
                await table.GetEntityAsync<TableEntity>("floor", "row", cancellationToken: stop);
                floor.Add(Now, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                var figures = ProcessFigures.Read(host.Id);
                memory.Add(Now, figures.ResidentMegabytes);
                handles.Add(Now, figures.Handles);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested) { }
    }

    /// <summary>What came since the last report, on one line.</summary>
    public void Report(string queued)
    {
        var (post, fill) = (posted.Since(reported), filled.Since(reported));
        Console.WriteLine(
            $"{Now:hh\\:mm\\:ss}  {post.Count} trades, POST {post}; {fill.Count} fills, submitted to fill {fill}; "
                + $"floor p50 {floor.Since(reported).Median:0.0} ms; {memory.Since(reported).Median:0} MB, "
                + $"{handles.Since(reported).Median:0} handles; queued: {queued}"
        );
        reported = Now;
    }

    /// <summary>Compares the run's beginning with its end, prints it, and says whether it stayed flat.</summary>
    public bool Compare()
    {
        var floorChange = floor.Tenth(9).Median / floor.Tenth(0).Median;
        Console.WriteLine($"floor (two bare storage calls): first tenth {floor.Tenth(0)}; last tenth {floor.Tenth(9)}");
        return CompareTimes("POST trade", posted, floorChange)
            & CompareTimes("submitted to fill", filled, floorChange)
            & CompareSizes("memory in MB", memory)
            & CompareSizes("handles", handles);
    }

    private TimeSpan Now => Stopwatch.GetElapsedTime(begun);

    /// <summary>What grows does so against the clock and against the floor; a machine that others slow down shows in one only.</summary>
    private static bool CompareTimes(string name, Timeline times, double floorChange)
    {
        var (first, last) = (times.Tenth(0), times.Tenth(9));
        var slowdown = last.Median / first.Median;
        var beyondFloor = slowdown / floorChange;
        Console.WriteLine(
            $"{name}: first tenth {first}; last tenth {last}; {slowdown:0.00} times the first, {beyondFloor:0.00} with the floor's change taken out"
        );
        return Verdict(name, Math.Min(slowdown, beyondFloor) <= AllowedSlowdown);
    }

    /// <summary>From the second tenth, when all code has run once and every client is connected.</summary>
    private static bool CompareSizes(string name, Timeline sizes)
    {
        var (warm, last) = (sizes.Tenth(1).Median, sizes.Tenth(9).Median);
        Console.WriteLine($"{name}: second tenth {warm:0}, last tenth {last:0}");
        return Verdict(name, last <= warm * AllowedGrowth);
    }

    private static bool Verdict(string name, bool flat)
    {
        if (!flat)
        {
            Console.WriteLine($"NOT FLAT: {name}");
        }

        return flat;
    }
}
