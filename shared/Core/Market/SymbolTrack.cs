using AgentTrader.Core.Market.Indicators;

namespace AgentTrader.Core.Market;

/// <summary>Follows one symbol bar by bar. The same bars from the same first one give the same figures, in any driver.</summary>
public sealed class SymbolTrack(string symbol)
{
    public const int FastLength = 20;
    public const int SlowLength = 50;
    public const int WilderLength = 14;

    private readonly Sma fast = new(FastLength);
    private readonly Sma slow = new(SlowLength);
    private readonly Rsi rsi = new(WilderLength);
    private readonly Atr atr = new(WilderLength);
    private DateTimeOffset trendSince;
    private bool wasUptrend;

    public string Symbol { get; } = symbol;

    /// <summary>After the last bar; the default before the first.</summary>
    public SymbolFeatures Features { get; private set; }

    /// <summary>Takes the next bar.</summary>
    /// <exception cref="ArgumentException">It does not begin where the last one ended or later.</exception>
    public void Add(in Bar bar)
    {
        if (bar.Start < Features.Last.End)
        {
            throw new ArgumentException(
                $"The bar of {bar.Start:O} comes after one that ended {Features.Last.End:O}.",
                nameof(bar)
            );
        }

        fast.Add(bar.Close);
        slow.Add(bar.Close);
        rsi.Add(bar.Close);
        atr.Add(bar.High, bar.Low, bar.Close);
        var isUptrend = fast.Value > slow.Value;
        if (isUptrend != wasUptrend || trendSince == default)
        {
            (wasUptrend, trendSince) = (isUptrend, bar.End);
        }

        Features = new SymbolFeatures
        {
            Last = bar,
            FastAverage = fast.Value,
            SlowAverage = slow.Value,
            TrendSince = trendSince,
            Rsi = rsi.Value,
            Atr = atr.Value,
        };
    }
}
