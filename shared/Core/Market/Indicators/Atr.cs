namespace AgentTrader.Core.Market.Indicators;

/// <summary>
/// Average true range with Wilder's smoothing (New Concepts in Technical Trading Systems, 1978), in dollars: how far a bar
/// reaches, gaps from the close before it included. The first bar has no close before it and only gives one.
/// </summary>
public sealed class Atr(int length)
{
    private double average;
    private double lastClose = double.NaN;
    private int count;

    /// <summary>NaN until there are length + 1 bars.</summary>
    public double Value => count < length ? double.NaN : average;

    public void Add(double high, double low, double close)
    {
        if (!double.IsNaN(lastClose))
        {
            count = Math.Min(count + 1, length);
            var range = Math.Max(high, lastClose) - Math.Min(low, lastClose);
            average += (range - average) / count;
        }

        lastClose = close;
    }
}
