using AgentTrader.Core.Market;

namespace AgentTrader.Core.Trading;

/// <summary>What the engine sees of one symbol at an instant.</summary>
/// <param name="Symbol">The symbol.</param>
/// <param name="Features">After the last bar that was over at the instant.</param>
/// <param name="Bid">What a sell gets now, dollars a share; 0 when there is no price.</param>
/// <param name="Ask">What a buy pays now, dollars a share; 0 when there is no price.</param>
/// <param name="AsOf">Since when that price has been known.</param>
public readonly record struct SymbolView(
    string Symbol,
    SymbolFeatures Features,
    decimal Bid,
    decimal Ask,
    DateTimeOffset AsOf
)
{
    public SymbolView(string symbol, in SymbolFeatures features, Quote? quote)
        : this(symbol, features, quote?.Bid ?? 0, quote?.Ask ?? 0, quote?.AsOf ?? default) { }
}
