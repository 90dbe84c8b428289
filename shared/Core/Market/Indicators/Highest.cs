namespace AgentTrader.Core.Market.Indicators;

/// <summary>The highest of the last values. The lowest is that of the same values with the other sign.</summary>
public sealed class Highest(int length)
{
    private readonly RollingWindow window = new(length);
    private double highest = double.NegativeInfinity;

    /// <summary>NaN until there are enough values.</summary>
    public double Value => window.IsFull ? highest : double.NaN;

    public void Add(double value)
    {
        var wasFull = window.IsFull;
        var leaving = window.Add(value);
        if (value >= highest)
        {
            highest = value;
        }
        else if (wasFull && !(leaving < highest))
        {
            // The highest leaves: only now another must be searched for.
            highest = Of(window.Values);
        }
    }

    /// <summary>Of all values; negative infinity for none.</summary>
    public static double Of(ReadOnlySpan<double> values)
    {
        var highest = double.NegativeInfinity;
        foreach (var value in values)
        {
            highest = value > highest ? value : highest;
        }

        return highest;
    }
}
