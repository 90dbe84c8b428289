namespace AgentTrader.Core.Market;

/// <summary>What strategies see of a symbol after a bar. Dollars a share unless said otherwise; NaN while too few bars are known.</summary>
public readonly record struct SymbolFeatures
{
    /// <summary>The bar that is just over.</summary>
    public required Bar Last { get; init; }

    /// <summary>Mean of the last <see cref="SymbolTrack.FastLength"/> closes.</summary>
    public required double FastAverage { get; init; }

    /// <summary>Mean of the last <see cref="SymbolTrack.SlowLength"/> closes.</summary>
    public required double SlowAverage { get; init; }

    /// <summary>The end of the bar since which the fast average has lain on the side of the slow one where it is now.</summary>
    public required DateTimeOffset TrendSince { get; init; }

    /// <summary>0 to 100, over 14 bars.</summary>
    public required double Rsi { get; init; }

    /// <summary>Over 14 bars.</summary>
    public required double Atr { get; init; }

    public bool IsUptrend => FastAverage > SlowAverage;

    /// <summary>Whether every figure is known.</summary>
    public bool IsReady => !double.IsNaN(SlowAverage) && !double.IsNaN(Rsi) && !double.IsNaN(Atr);
}
