namespace AgentTrader.Core.Market.Indicators;

/// <summary>Simple moving average: the mean of the last values.</summary>
public sealed class Sma(int length)
{
    private readonly RollingWindow window = new(length);
    private double sum;

    /// <summary>NaN until there are enough values.</summary>
    public double Value => window.IsFull ? sum / window.Length : double.NaN;

    public void Add(double value)
    {
        sum += value - window.Add(value);
        if (window.HasWrapped)
        {
            // A running sum gathers rounding errors; adding up anew once a round keeps them from growing.
            sum = 0;
            foreach (var each in window.Values)
            {
                sum += each;
            }
        }
    }
}
