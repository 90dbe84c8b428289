using System.Diagnostics.CodeAnalysis;
using AgentTrader.Core.Market.Signals;

namespace AgentTrader.Core.Market;

/// <summary>What the engine sees of a symbol after a bar. Dollars a share unless said otherwise; NaN while too few bars are known.</summary>
[SuppressMessage("Design", "CA1051", Justification = "Written in place and read by reference in the hot step.")]
public struct SymbolFeatures
{
    /// <summary>The bar that is just over.</summary>
    public Bar Last;

    /// <summary>Mean of the last <see cref="SymbolTrack.FastLength"/> closes.</summary>
    public double FastAverage;

    /// <summary>Mean of the last <see cref="SymbolTrack.SlowLength"/> closes.</summary>
    public double SlowAverage;

    /// <summary>Exponential mean of the last <see cref="SymbolTrack.MicroFastLength"/> closes.</summary>
    public double MicroFast;

    /// <summary>Exponential mean of the last <see cref="SymbolTrack.MicroSlowLength"/> closes.</summary>
    public double MicroSlow;

    /// <summary>Standard deviation of the last <see cref="SymbolTrack.FastLength"/> closes.</summary>
    public double Deviation;

    /// <summary>The close <see cref="SymbolTrack.FastLength"/> bars ago.</summary>
    public double Earlier;

    /// <summary>The highest high of the <see cref="SymbolTrack.FastLength"/> bars before the last.</summary>
    public double High;

    /// <summary>The lowest low of the <see cref="SymbolTrack.FastLength"/> bars before the last.</summary>
    public double Low;

    /// <summary>0 to 100, over 14 bars.</summary>
    public double Rsi;

    /// <summary>Over 14 bars.</summary>
    public double Atr;

    /// <summary>
    /// The same for a day: as wide as a random walk of as many bars as a session has. Stops of positions that are meant to
    /// last are measured by it, for within a minute's range they would all be hit at once.
    /// </summary>
    public double DailyAtr;

    /// <summary>What each way of reading says; meaningless until <see cref="IsReady"/>.</summary>
    public SignalSet Signals;

    /// <summary>Whether every figure is known: the slow average is the last to be, and above 0 then.</summary>
    public readonly bool IsReady => SlowAverage > 0;

    public readonly Signal Of(SignalKind kind) => Signals[(int)kind];
}
