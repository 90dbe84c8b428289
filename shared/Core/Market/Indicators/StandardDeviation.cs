namespace AgentTrader.Core.Market.Indicators;

/// <summary>Standard deviation of the last values around their mean, of the population (divided by n).</summary>
public sealed class StandardDeviation(int length)
{
    private readonly RollingWindow window = new(length);

    /// <summary>NaN until there are enough values.</summary>
    public double Value => window.IsFull ? Of(window.Values) : double.NaN;

    public void Add(double value) => window.Add(value);

    /// <summary>Of all values; NaN for none.</summary>
    public static double Of(ReadOnlySpan<double> values)
    {
        var mean = Mean(values);
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += (value - mean) * (value - mean);
        }

        return Math.Sqrt(sum / values.Length);
    }

    internal static double Mean(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
        }

        return sum / values.Length;
    }
}
