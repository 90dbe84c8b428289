using System.Diagnostics.CodeAnalysis;
using AgentTrader.Core.Market;
using AgentTrader.Core.Trading.Signals;

namespace AgentTrader.Core.Trading;

/// <summary>What the engine sees of one symbol at an instant. A driver that steps often reuses its views.</summary>
[SuppressMessage("Design", "CA1051", Justification = "Written in place and read by reference in the hot step.")]
public struct SymbolView
{
    /// <param name="symbol">The symbol.</param>
    /// <param name="features">After the last bar that was over at the instant.</param>
    /// <param name="quote">The last price known, or null.</param>
    public SymbolView(string symbol, in SymbolFeatures features, Quote? quote)
    {
        Symbol = symbol;
        Features = features;
        (Bid, Ask, AsOf) = quote is null ? default : (quote.Bid, quote.Ask, quote.AsOf);
    }

    public string Symbol { get; }

    /// <summary>After the last bar that was over at the instant.</summary>
    public SymbolFeatures Features;

    /// <summary>What a sell gets now, dollars a share; 0 when there is no price.</summary>
    public decimal Bid;

    /// <summary>What a buy pays now, dollars a share; 0 when there is no price.</summary>
    public decimal Ask;

    /// <summary>Since when that price has been known.</summary>
    public DateTimeOffset AsOf;

    /// <summary>The newest recommendation from outside that may be acted on, or null.</summary>
    public Recommendation? Recommendation;
}
