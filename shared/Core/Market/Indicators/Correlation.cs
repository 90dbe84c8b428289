namespace AgentTrader.Core.Market.Indicators;

/// <summary>Pearson's correlation of two series, -1 to 1.</summary>
public sealed class Correlation(int length)
{
    private readonly RollingWindow first = new(length);
    private readonly RollingWindow second = new(length);

    /// <summary>NaN until there are enough pairs; 0 when a series does not move.</summary>
    public double Value => first.IsFull ? Of(first.Values, second.Values) : double.NaN;

    public void Add(double firstValue, double secondValue)
    {
        first.Add(firstValue);
        second.Add(secondValue);
    }

    /// <summary>Of two series of one length; 0 when one does not move, NaN for none.</summary>
    public static double Of(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(first.Length, second.Length, nameof(second));
        if (first.IsEmpty)
        {
            return double.NaN;
        }

        var (meanFirst, meanSecond) = (StandardDeviation.Mean(first), StandardDeviation.Mean(second));
        var (covariance, varianceFirst, varianceSecond) = (0.0, 0.0, 0.0);
        for (var i = 0; i < first.Length; i++)
        {
            var (a, b) = (first[i] - meanFirst, second[i] - meanSecond);
            covariance += a * b;
            varianceFirst += a * a;
            varianceSecond += b * b;
        }

        var scale = Math.Sqrt(varianceFirst) * Math.Sqrt(varianceSecond);
        return scale > 0 ? Math.Clamp(covariance / scale, -1, 1) : 0;
    }
}
