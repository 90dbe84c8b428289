using static AgentTrader.Core.InvariantText;

namespace AgentTrader.Core.Market.Signals;

/// <summary>
/// Reads the signals out of a symbol's figures. The weights are ours; each reading gives about 0.45 when it is just true and
/// more the clearer it is.
/// </summary>
internal static class SignalReader
{
    private const double Base = 0.45;

    /// <summary>Whether a reading says to hold the symbol, given what it said before.</summary>
    public static bool IsBuy(SignalKind kind, in SymbolFeatures features, bool before)
    {
        var close = features.Last.Close;
        return kind switch
        {
            SignalKind.Trend => features.FastAverage > features.SlowAverage,
            SignalKind.Micro => features.MicroFast > features.MicroSlow,
            // Between its two borders a reading stays what it was, so that it does not flutter.
            SignalKind.Momentum => Momentum(features) is var momentum && (momentum > 0.6 || (before && momentum > 0)),
            SignalKind.MeanReversion => Deviations(features) is var z && (z < -2 || (before && z < 0)),
            _ => close > features.High + (0.25 * features.Atr) || (before && close > features.Low),
        };
    }

    /// <summary>How sure a reading is, 0 to 1.</summary>
    public static double Confidence(SignalKind kind, bool isBuy, in SymbolFeatures features)
    {
        var side = isBuy ? 1 : -1;
        // From -1 to 1: how much the last bars' strength agrees.
        var strength = Math.Clamp(side * (features.Rsi - 50) / 20, -1, 1);
        // A rise that everybody has noticed is nearer to its end.
        var overheated = side * (features.Rsi - 50) > 25 ? 0.25 : 0;
        var confidence = kind switch
        {
            SignalKind.Trend => (0.35 * Clarity(features.FastAverage - features.SlowAverage, features.Atr))
                + (0.15 * strength)
                + (side * (features.Last.Close - features.FastAverage) > 0 ? 0.10 : 0)
                - overheated,
            SignalKind.Micro => (0.35 * Clarity(features.MicroFast - features.MicroSlow, features.Atr))
                + (0.20 * strength)
                - overheated,
            SignalKind.Momentum => (0.35 * Math.Min(Math.Abs(Momentum(features)) / 1.5, 1))
                + (0.15 * strength)
                - overheated,
            SignalKind.MeanReversion => (0.35 * Math.Clamp((side * -Deviations(features)) - 1, 0, 1))
                - (0.15 * strength),
            _ => (0.30 * Clarity(features.Last.Close - (isBuy ? features.High : features.Low), features.Atr))
                + (0.20 * strength),
        };
        return Math.Clamp(Base + confidence, 0, 1);
    }

    /// <summary>The reading in a trader's words, without an end of sentence.</summary>
    public static string Explain(in Signal signal, in SymbolFeatures features)
    {
        var turned = signal.IsBuy;
        var reading = signal.Kind switch
        {
            SignalKind.Trend => Text(
                $"the {SymbolTrack.FastLength}-bar average ({features.FastAverage:0.00}) has been {(turned ? "above" : "below")} the {SymbolTrack.SlowLength}-bar average ({features.SlowAverage:0.00})"
            ),
            SignalKind.Micro => Text(
                $"the {SymbolTrack.MicroFastLength}-bar average ({features.MicroFast:0.00}) has been {(turned ? "above" : "below")} the {SymbolTrack.MicroSlowLength}-bar average ({features.MicroSlow:0.00}) within the day"
            ),
            SignalKind.Momentum => Text(
                $"momentum over {SymbolTrack.FastLength} bars ({Momentum(features):0.00}) has {(turned ? "carried the price up" : "been lost")}"
            ),
            SignalKind.MeanReversion => Text(
                $"the price ({features.Last.Close:0.00}), {Deviations(features):0.0} deviations from its {SymbolTrack.FastLength}-bar average, has been {(turned ? "on its way back up" : "back at its average")}"
            ),
            _ => Text(
                $"the price ({features.Last.Close:0.00}) has been {(turned ? "above" : "back inside")} its range of {features.Low:0.00} to {features.High:0.00}"
            ),
        };
        return Text(
            $"{reading} since {signal.Since:yyyy-MM-dd HH:mm} UTC, RSI is {features.Rsi:0} and confidence {signal.Confidence:0.00}"
        );
    }

    /// <summary>The way of a month of bars, in the average true ranges that a random walk would need for it.</summary>
    private static double Momentum(in SymbolFeatures features) =>
        features.Atr > 0
            ? (features.Last.Close - features.Earlier) / (features.Atr * Math.Sqrt(SymbolTrack.FastLength))
            : 0;

    private static double Deviations(in SymbolFeatures features) =>
        features.Deviation > 0 ? (features.Last.Close - features.FastAverage) / features.Deviation : 0;

    /// <summary>A distance in average true ranges, at most 1; 0 when the price does not move at all.</summary>
    private static double Clarity(double distance, double atr) => atr > 0 ? Math.Min(Math.Abs(distance) / atr, 1) : 0;
}
