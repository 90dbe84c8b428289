using System.Globalization;
using AgentTrader.Core.Market;

namespace AgentTrader.Core.Trading;

/// <summary>
/// Follows the trend: buy while the fast average lies above the slow one, sell while it lies below. It looks at the state, not
/// at the moment of the crossing, so a step left out misses nothing. Confidence grows with the distance of the averages and
/// with momentum, and falls when the rise is overheated.
/// </summary>
internal static class MovingAverageCross
{
    private const double Base = 0.45;
    private const double TrendWeight = 0.35;
    private const double MomentumWeight = 0.15;
    private const double PriceWeight = 0.10;
    private const double OverheatedRsi = 75;
    private const double OverheatedPenalty = 0.25;

    /// <summary>The features must be ready.</summary>
    public static Signal Evaluate(in SymbolFeatures features)
    {
        var side = features.IsUptrend ? 1 : -1;
        // The averages are one average true range apart in a strong trend; 0 when the price does not move at all.
        var trend = features.Atr > 0 ? Math.Abs(features.FastAverage - features.SlowAverage) / features.Atr : 0;
        var momentum = side * (features.Rsi - 50) / 20;
        var price = side * (features.Last.Close - features.FastAverage) > 0 ? PriceWeight : 0;
        var overheated = side * (features.Rsi - 50) > OverheatedRsi - 50 ? OverheatedPenalty : 0;
        var confidence =
            Base
            + (TrendWeight * Math.Min(trend, 1))
            + (MomentumWeight * Math.Clamp(momentum, -1, 1))
            + price
            - overheated;
        return new Signal(
            features.IsUptrend ? TradeAction.Buy : TradeAction.Sell,
            Math.Clamp(confidence, 0, 1),
            features.TrendSince
        );
    }

    /// <summary>The signal in a trader's words, without an end of sentence.</summary>
    public static string Explain(in SymbolFeatures features, double confidence) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"the {SymbolTrack.FastLength}-bar average ({features.FastAverage:0.00}) has been {(features.IsUptrend ? "above" : "below")} the {SymbolTrack.SlowLength}-bar average ({features.SlowAverage:0.00}) since {features.TrendSince:yyyy-MM-dd HH:mm} UTC, RSI is {features.Rsi:0} and confidence {confidence:0.00}"
        );
}
