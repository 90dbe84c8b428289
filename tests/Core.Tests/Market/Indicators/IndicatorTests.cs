using AgentTrader.Core.Market.Indicators;
using FsCheck;
using FsCheck.Fluent;

namespace AgentTrader.Core.Tests.Market.Indicators;

public class IndicatorTests
{
    /// <summary>The worked example of RSI in ChartSchool (StockCharts.com), QQQQ from 2009-12-14 on.</summary>
    private static readonly double[] ChartSchool =
    [
        44.3389,
        44.0902,
        44.1497,
        43.6124,
        44.3278,
        44.8264,
        45.0955,
        45.4245,
        45.8433,
        46.0826,
        45.8931,
        46.0328,
        45.6140,
        46.2820,
        46.2820,
        46.0028,
        46.0328,
        46.4116,
        46.2222,
        45.6439,
        46.2122,
    ];

    [Fact]
    public void Rsi_agrees_with_the_worked_example_of_ChartSchool()
    {
        var rsi = new Rsi(14);
        var values = new List<double>();
        foreach (var price in ChartSchool)
        {
            rsi.Add(price);
            values.Add(Math.Round(rsi.Value, 2));
        }

        double[] expected = [70.53, 66.32, 66.55, 69.41, 66.36, 57.97, 62.93];
        Assert.Equal(expected, values.Skip(14));
    }

    [Fact]
    public void Rsi_is_50_when_nothing_moves_and_100_when_all_rises()
    {
        Assert.Equal(50, After(new Rsi(3), 5, 5, 5, 5).Value);
        Assert.Equal(100, After(new Rsi(3), 5, 6, 7, 8).Value);
        Assert.Equal(0, After(new Rsi(3), 8, 7, 6, 5).Value);
        Assert.True(double.IsNaN(After(new Rsi(3), 5, 6, 7).Value));

        static Rsi After(Rsi rsi, params double[] prices)
        {
            Array.ForEach(prices, rsi.Add);
            return rsi;
        }
    }

    [Fact]
    public void Atr_begins_as_a_mean_of_true_ranges_and_smooths_by_Wilder()
    {
        var atr = new Atr(2);
        atr.Add(11, 9, 10);
        atr.Add(12, 11, 12);
        Assert.True(double.IsNaN(atr.Value));
        atr.Add(12, 8, 9);
        Assert.Equal(3, atr.Value);
        atr.Add(16, 15, 15);
        Assert.Equal(5, atr.Value);
    }

    [Fact]
    public void Ema_begins_with_the_simple_average()
    {
        var ema = new Ema(3);
        foreach (var value in (double[])[1, 2])
        {
            ema.Add(value);
        }

        Assert.True(double.IsNaN(ema.Value));
        ema.Add(6);
        Assert.Equal(3, ema.Value);
        ema.Add(7);
        Assert.Equal(5, ema.Value);
    }

    [Fact]
    public void Correlation_is_1_for_the_same_moves_and_0_without_any()
    {
        Assert.Equal(1, Correlation.Of([1, 2, 4], [10, 20, 40]), 1e-12);
        Assert.Equal(-1, Correlation.Of([1, 2, 4], [-1, -2, -4]), 1e-12);
        Assert.Equal(0, Correlation.Of([1, 2, 4], [3, 3, 3]));
        Assert.True(double.IsNaN(Correlation.Of([], [])));
        Assert.Equal(0.6, Correlation.Of([1, 2, 3, 4], [2, 1, 4, 3]), 1e-12);
    }

    [Fact]
    public void Standard_deviation_is_of_the_population() =>
        Assert.Equal(2, StandardDeviation.Of([2, 4, 4, 4, 5, 5, 7, 9]), 1e-12);

    [Fact]
    public void Streaming_equals_batch_however_long_it_runs() =>
        Prop.ForAll(
                Gen.Choose(1, 1_000_000).Select(cents => cents / 100.0).ListOf(400).ToArbitrary(),
                Gen.Choose(1, 60).ToArbitrary(),
                (values, length) =>
                {
                    var (sma, deviation, correlation, highest) = (
                        new Sma(length),
                        new StandardDeviation(length),
                        new Correlation(length),
                        new Highest(length)
                    );
                    for (var i = 0; i < values.Count; i++)
                    {
                        sma.Add(values[i]);
                        deviation.Add(values[i]);
                        highest.Add(values[i]);
                        correlation.Add(values[i], values[values.Count - 1 - i]);
                        if (i + 1 < length)
                        {
                            Assert.True(
                                double.IsNaN(sma.Value)
                                    && double.IsNaN(deviation.Value)
                                    && double.IsNaN(correlation.Value)
                                    && double.IsNaN(highest.Value)
                            );
                            continue;
                        }

                        var window = values.Skip(i + 1 - length).Take(length).ToArray();
                        var mirrored = Enumerable.Reverse(values).Skip(i + 1 - length).Take(length).ToArray();
                        Assert.Equal(window.Max(), highest.Value);
                        var mean = window.Average();
                        Assert.Equal(mean, sma.Value, 1e-6);
                        Assert.Equal(Math.Sqrt(window.Average(v => (v - mean) * (v - mean))), deviation.Value, 1e-6);
                        Assert.Equal(Correlation.Of(window, mirrored), correlation.Value, 1e-9);
                    }
                }
            )
            .Check(Config.QuickThrowOnFailure);
}
