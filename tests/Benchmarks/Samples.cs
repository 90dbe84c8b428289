using System.Globalization;

namespace AgentTrader.Benchmarks;

/// <summary>Figures of one thing done many times: times in milliseconds, unless said otherwise.</summary>
internal sealed class Samples
{
    private readonly List<double> values = [];

    public int Count => values.Count;

    public void Add(TimeSpan time) => Add(time.TotalMilliseconds);

    public void Add(double value) => values.Add(value);

    /// <summary>The value that so many percent of the samples do not exceed.</summary>
    public double Percentile(int percent)
    {
        if (values.Count == 0)
        {
            return 0;
        }

        var sorted = values.Order().ToArray();
        return sorted[Math.Clamp((int)Math.Ceiling(sorted.Length * percent / 100.0) - 1, 0, sorted.Length - 1)];
    }

    public double Median => Percentile(50);

    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"p50 {Median:0.00} ms, p95 {Percentile(95):0.00} ms, p99 {Percentile(99):0.00} ms"
        );
}
