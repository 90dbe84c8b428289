using AgentTrader.Core.Market;

namespace AgentTrader.Services.Market;

/// <summary>A quote as the API shows it; dollars a share, and shares traded in the session so far.</summary>
public sealed record QuoteResponse(
    string Symbol,
    [property: Price] decimal Price,
    [property: Price] decimal Bid,
    [property: Price] decimal Ask,
    long Volume,
    DateTimeOffset AsOf
)
{
    public static QuoteResponse Of(Quote quote) =>
        new(quote.Symbol, quote.Price, quote.Bid, quote.Ask, quote.Volume, quote.AsOf);
}
