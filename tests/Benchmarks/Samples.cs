using System.Globalization;

namespace AgentTrader.Benchmarks;

/// <summary>Times of one thing done many times, in milliseconds.</summary>
internal sealed class Samples
{
    private readonly List<double> milliseconds = [];

    public void Add(TimeSpan time) => milliseconds.Add(time.TotalMilliseconds);

    /// <summary>The value that so many percent of the samples do not exceed.</summary>
    public double Percentile(int percent)
    {
        var sorted = milliseconds.Order().ToArray();
        return sorted[Math.Clamp((int)Math.Ceiling(sorted.Length * percent / 100.0) - 1, 0, sorted.Length - 1)];
    }

    public double Median => Percentile(50);

    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"p50 {Median:0.00} ms, p95 {Percentile(95):0.00} ms, p99 {Percentile(99):0.00} ms"
        );
}
