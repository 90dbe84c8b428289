namespace AgentTrader.Core.Market.Indicators;

/// <summary>
/// Exponential moving average with the weight 2 / (length + 1) for the newest value, begun with the simple average of the
/// first values.
/// </summary>
public sealed class Ema(int length)
{
    private readonly double weight = 2.0 / (length + 1);
    private double average;
    private int count;

    /// <summary>NaN until there are enough values.</summary>
    public double Value => count >= length ? average : double.NaN;

    public void Add(double value)
    {
        if (count < length)
        {
            count++;
            average += (value - average) / count;
        }
        else
        {
            average += weight * (value - average);
        }
    }
}
