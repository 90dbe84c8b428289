using AgentTrader.Core.Market.Indicators;
using AgentTrader.Core.Market.Signals;

namespace AgentTrader.Core.Market;

/// <summary>Follows one symbol bar by bar. The same bars from the same first one give the same figures, in any driver.</summary>
public sealed class SymbolTrack(string symbol)
{
    public const int FastLength = 20;
    public const int SlowLength = 50;
    public const int MicroFastLength = 9;
    public const int MicroSlowLength = 21;
    public const int WilderLength = 14;

    private const double SessionMinutes = 390;

    private readonly Sma fast = new(FastLength);
    private readonly Sma slow = new(SlowLength);
    private readonly Ema microFast = new(MicroFastLength);
    private readonly Ema microSlow = new(MicroSlowLength);
    private readonly Rsi rsi = new(WilderLength);
    private readonly Atr atr = new(WilderLength);
    private readonly RollingWindow closes = new(FastLength);
    private readonly Highest highs = new(FastLength);

    /// <summary>Of the lows with the other sign.</summary>
    private readonly Highest lows = new(FastLength);
    private SymbolFeatures features;

    /// <summary>Minutes of the longest bar: the last of a session, and those of half days, are shorter than the interval.</summary>
    private double longest;

    public string Symbol { get; } = symbol;

    /// <summary>After the last bar; the default before the first.</summary>
    public ref readonly SymbolFeatures Features => ref features;

    /// <summary>Takes the next bar.</summary>
    /// <exception cref="ArgumentException">It begins before the last one ended.</exception>
    public void Add(in Bar bar)
    {
        if (bar.Start < features.Last.End)
        {
            throw new ArgumentException(
                $"The bar of {bar.Start:O} comes after one that ended {features.Last.End:O}.",
                nameof(bar)
            );
        }

        fast.Add(bar.Close);
        slow.Add(bar.Close);
        microFast.Add(bar.Close);
        microSlow.Add(bar.Close);
        rsi.Add(bar.Close);
        atr.Add(bar.High, bar.Low, bar.Close);
        features.Last = bar;
        features.FastAverage = fast.Value;
        features.SlowAverage = slow.Value;
        features.MicroFast = microFast.Value;
        features.MicroSlow = microSlow.Value;
        features.Rsi = rsi.Value;
        features.Atr = atr.Value;
        longest = Math.Max(longest, (bar.End - bar.Start).TotalMinutes);
        features.DailyAtr = features.Atr * Math.Sqrt(Math.Max(1, SessionMinutes / longest));
        // The range is that of the bars before this one, or no bar could leave it.
        (features.Low, features.High) = (-lows.Value, highs.Value);
        features.Earlier = closes.IsFull ? closes.Oldest : double.NaN;
        closes.Add(bar.Close);
        highs.Add(bar.High);
        lows.Add(-bar.Low);
        features.Deviation = closes.IsFull ? DeviationOf(closes.Values, features.FastAverage) : double.NaN;
        if (features.IsReady)
        {
            ReadSignals();
        }
    }

    private void ReadSignals()
    {
        for (var kind = SignalKind.Trend; kind <= SignalKind.Micro; kind++)
        {
            ref var signal = ref features.Signals[(int)kind];
            var isBuy = SignalReader.IsBuy(kind, features, signal.IsBuy);
            var since = isBuy == signal.IsBuy && signal.Since != default ? signal.Since : features.Last.End;
            signal = new Signal(kind, isBuy, SignalReader.Confidence(kind, isBuy, features), since);
        }
    }

    private static double DeviationOf(ReadOnlySpan<double> values, double mean)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += (value - mean) * (value - mean);
        }

        return Math.Sqrt(sum / values.Length);
    }
}
