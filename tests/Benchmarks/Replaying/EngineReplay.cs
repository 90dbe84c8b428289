using System.Diagnostics;
using System.Globalization;
using AgentTrader.Core.Market;
using AgentTrader.Core.Trading;
using AgentTrader.Core.Trading.Backtesting;

namespace AgentTrader.Benchmarks.Replaying;

/// <summary>
/// The engine with all its rules, in memory: bars a second, bytes a step, one decision beside many positions, and the same
/// bars through a public backtester in the same run. Rates are of processor time, the collector's and the compiler's among
/// it: on a machine that does nothing else that is the clock's, and on a loaded one it still says what the engine takes.
/// </summary>
internal static class EngineReplay
{
    private const int Runs = 15;
    private const double BarsGoal = 1_000_000;
    private const double DecisionGoal = 1_000;
    private const double PeerGoal = 20;

    /// <summary>The most that a position may cost beside a hundred, in what one costs beside ten, to be called linear.</summary>
    private const double SlopeGoal = 1.5;

    /// <summary>Until the compiler has done its best, which it does in the background.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);

    public static async Task<bool> RunAsync(Options options, CancellationToken stop)
    {
        Say($"engine, all rules on; times and rates are of processor time unless the clock is named");
        var daily = ReplayedMarket.Daily(20);
        var perSecond = Replay(daily, stop);
        Replay(ReplayedMarket.Minutes(20), stop);
        AllCores(daily, stop);
        Lengths(stop);
        Positions();
        await PeerAsync(daily, perSecond, stop);
        return true;
    }

    /// <summary>The median bars a second on one core.</summary>
    private static double Replay(ReplayedMarket market, CancellationToken stop)
    {
        var (steps, decisions) = (0L, 0L);
        var request = market.Request();
        var count = Backtester
            .Run(
                request with
                {
                    Observe = (_, output) => (steps, decisions) = (steps + 1, decisions + output.Decisions.Length),
                },
                null,
                stop
            )
            .Bars;
        Warm(() => Backtester.Run(request, null, stop), stop);
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        Backtester.Run(request, null, stop);
        bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
        var seconds = Median(() => Backtester.Run(request, null, stop), stop);
        Say($"{market.Name, -29}{Thousands(count / seconds)} bars/s on one core ({Goal(count / seconds, BarsGoal)})");
        Say(
            $"  its steps                  {Thousands(steps / seconds)} a second, {1e6 * seconds / steps:0.0} µs and {bytes / steps:N0} bytes each; {decisions:N0} decisions in {steps:N0}"
        );
        Warm(() => Charts(market), stop);
        Say(
            $"  its floor                  {Thousands(count / Median(() => Charts(market), stop))} bars/s: the charts alone"
        );
        return count / seconds;
    }

    /// <summary>What every way to trade on these bars costs: their figures, and the signals read from them.</summary>
    private static void Charts(ReplayedMarket market)
    {
        foreach (var (symbol, bars) in market.Bars)
        {
            var track = new SymbolTrack(symbol);
            foreach (ref readonly var bar in bars.Span)
            {
                track.Add(bar);
            }
        }
    }

    private static void AllCores(ReplayedMarket market, CancellationToken stop)
    {
        var cores = Environment.ProcessorCount;
        var request = market.Request();
        var count = 0L;
        var (clock, processor) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        Parallel.For(
            0,
            cores * Runs,
            new ParallelOptions { MaxDegreeOfParallelism = cores, CancellationToken = stop },
            _ => Interlocked.Add(ref count, Backtester.Run(request, null, stop).Bars)
        );
        var seconds = Stopwatch.GetElapsedTime(clock).TotalSeconds;
        var used = (Environment.CpuUsage.TotalTime - processor).TotalSeconds;
        Say(
            $"  on all {cores} cores             {Thousands(count / used)} bars/s a core; {Thousands(count / seconds)} by the clock, which gave {used / seconds:0.0} cores"
        );
    }

    /// <summary>Whether a bar of a long backtest costs as much as one of a short.</summary>
    private static void Lengths(CancellationToken stop)
    {
        var rates = new List<double>();
        foreach (var years in (int[])[5, 20])
        {
            var request = ReplayedMarket.Daily(years).Request();
            rates.Add(
                Backtester.Run(request, null, stop).Bars / Median(() => Backtester.Run(request, null, stop), stop)
            );
        }

        Say(
            $"  a bar of 20 years costs    {rates[0] / rates[1]:0.00} times one of 5 (goal at most {SlopeGoal}: {Met(rates[0] / rates[1] <= SlopeGoal)})"
        );
    }

    /// <summary>A step that decides something new, and one that finds nothing new, beside 1, 10 and 100 positions.</summary>
    private static void Positions()
    {
        var costs = new List<(double Decided, double Skipped)>();
        foreach (var positions in (int[])[1, 10, 100])
        {
            var input = EngineMoment.Holding(positions);
            var first = Engine.Decide(input);
            var still = input with { Book = first.Book };
            if (first.Decisions.Length != 2 || first.Orders.Length != 1 || !Engine.Decide(still).IsEmpty)
            {
                throw new InvalidOperationException("The moment is not one entry and one signal that is let pass.");
            }

            var decided = Time(() => Engine.Decide(input));
            var skipped = Time(() => Engine.Decide(still));
            var bytes = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 1_000; i++)
            {
                Engine.Decide(still);
            }

            bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
            costs.Add((decided.Median, skipped.Median));
            Say(
                $"{positions, 3} positions: two decisions  p50 {decided.Median:0.0} µs, p99 {decided.Percentile(99):0.0} µs (goal below {DecisionGoal:N0}: {Met(decided.Percentile(99) < DecisionGoal)})"
            );
            Say(
                $"  nothing new                p50 {skipped.Median:0.0} µs, {bytes / 1_000.0:0} bytes (goal 0: {Met(bytes == 0)})"
            );
        }

        Slope("deciding", costs.ConvertAll(each => each.Decided));
        Slope("finding nothing new", costs.ConvertAll(each => each.Skipped));
    }

    private static void Slope(string what, List<double> costs)
    {
        var (few, many) = ((costs[1] - costs[0]) / 9, (costs[2] - costs[1]) / 90);
        Say(
            $"  a position more, {what, -20} {few:0.000} µs from 1 to 10, {many:0.000} µs from 10 to 100 (goal at most {SlopeGoal} times: {Met(many <= few * SlopeGoal)})"
        );
    }

    private static async Task PeerAsync(ReplayedMarket market, double perSecond, CancellationToken stop)
    {
        var theirs = await Peer.BarsPerSecondAsync(market.Bars, stop);
        Say(
            $"grademark, the same bars     {Thousands(theirs)} bars/s with two averages and a stop; with all rules ours does {perSecond / theirs:0} times as many ({Goal(perSecond / theirs, PeerGoal)})"
        );
    }

    private static void Warm(Action action, CancellationToken stop)
    {
        var until = Environment.CpuUsage.TotalTime + WarmUp;
        while (Environment.CpuUsage.TotalTime < until)
        {
            stop.ThrowIfCancellationRequested();
            action();
        }
    }

    /// <summary>Seconds of processor time.</summary>
    private static double Median(Action action, CancellationToken stop)
    {
        var samples = new Samples();
        for (var i = 0; i < Runs; i++)
        {
            stop.ThrowIfCancellationRequested();
            var started = Environment.CpuUsage.TotalTime;
            action();
            samples.Add((Environment.CpuUsage.TotalTime - started).TotalSeconds);
        }

        return samples.Median;
    }

    /// <summary>Microseconds of the thread's own time.</summary>
    private static Samples Time(Action action)
    {
        var samples = new Samples();
        for (var i = 0; i < 15_000; i++)
        {
            var started = ThreadClock.Microseconds();
            action();
            if (i >= 5_000)
            {
                samples.Add(ThreadClock.Microseconds() - started);
            }
        }

        return samples;
    }

    private static string Thousands(double rate) =>
        string.Create(CultureInfo.InvariantCulture, $"{rate / 1000:N0} thousand");

    private static string Goal(double actual, double goal) =>
        string.Create(CultureInfo.InvariantCulture, $"goal {goal:N0}: {Met(actual >= goal)}");

    private static string Met(bool isMet) => isMet ? "met" : "not met";

    private static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
