namespace AgentTrader.Benchmarks.Soaking;

/// <summary>Figures with the time at which each was taken, so that the run's beginning and end can be compared.</summary>
/// <param name="length">The run's planned length; later figures count as its last tenth.</param>
internal sealed class Timeline(TimeSpan length)
{
    private readonly Lock gate = new();
    private readonly List<(TimeSpan At, double Value)> figures = [];

    /// <param name="at">Since the run began.</param>
    /// <param name="value">In the figure's own unit.</param>
    public void Add(TimeSpan at, double value)
    {
        lock (gate)
        {
            figures.Add((at, value));
        }
    }

    /// <summary>The figures of a tenth of the run, 0 to 9.</summary>
    public Samples Tenth(int tenth) =>
        Between(length * tenth / 10, tenth == 9 ? TimeSpan.MaxValue : length * (tenth + 1) / 10);

    /// <summary>The figures from an instant of the run on.</summary>
    public Samples Since(TimeSpan from) => Between(from, TimeSpan.MaxValue);

    private Samples Between(TimeSpan from, TimeSpan to)
    {
        var samples = new Samples();
        lock (gate)
        {
            foreach (var (at, value) in figures)
            {
                if (at >= from && at < to)
                {
                    samples.Add(value);
                }
            }
        }

        return samples;
    }
}
