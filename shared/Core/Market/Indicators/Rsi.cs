namespace AgentTrader.Core.Market.Indicators;

/// <summary>
/// Relative strength index, 0 to 100, with Wilder's smoothing (New Concepts in Technical Trading Systems, 1978): the
/// averages of gains and losses begin as simple ones and then move by 1 / length of the difference.
/// </summary>
public sealed class Rsi(int length)
{
    private double gain;
    private double loss;
    private double last = double.NaN;
    private int count;

    /// <summary>NaN until there are length + 1 prices; 50 when they have not moved at all.</summary>
    public double Value =>
        count < length ? double.NaN
        : gain + loss > 0 ? 100 * gain / (gain + loss)
        : 50;

    public void Add(double price)
    {
        if (!double.IsNaN(last))
        {
            count = Math.Min(count + 1, length);
            var change = price - last;
            gain += (Math.Max(change, 0) - gain) / count;
            loss += (Math.Max(-change, 0) - loss) / count;
        }

        last = price;
    }
}
