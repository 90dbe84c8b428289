using AgentTrader.Core;
using AgentTrader.Core.Trading;
using AgentTrader.Services.Market;

namespace AgentTrader.Services.Trading;

/// <summary>What books are worth at the market's prices now.</summary>
public sealed class Valuation(IMarketData market, MarketClock clock)
{
    /// <summary>The current price of each position's symbol; a symbol without one is missing.</summary>
    public Task<IReadOnlyDictionary<string, decimal>> PricesAsync(Book book, CancellationToken cancellationToken) =>
        PricesAsync(book, clock.MarketNow, cancellationToken);

    /// <summary>The same at an instant of the market.</summary>
    public async Task<IReadOnlyDictionary<string, decimal>> PricesAsync(
        Book book,
        DateTimeOffset at,
        CancellationToken cancellationToken
    )
    {
        var prices = new Dictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var position in book.Positions)
        {
            if (await market.GetQuoteAsync(position.Symbol, at, cancellationToken) is { } quote)
            {
                prices[position.Symbol] = quote.Price;
            }
        }

        return prices;
    }

    /// <summary>A portfolio in short, at given prices.</summary>
    public static PortfolioSummary Summarize(Book book, IReadOnlyDictionary<string, decimal> prices) =>
        new(
            ValueOf(book, prices),
            book.Cash,
            book.ReservePool,
            [.. book.Positions.Select(position => At(position, prices))]
        );

    /// <summary>Cash and positions in dollars; a position without a price counts at its cost.</summary>
    public static decimal ValueOf(Book book, IReadOnlyDictionary<string, decimal> prices) =>
        book.ValueAt(symbol => prices.TryGetValue(symbol, out var price) ? price : null);

    /// <summary>Dollars lost if every stop is hit (document 5, requirement 13.1).</summary>
    public static decimal HeatOf(Book book, IReadOnlyDictionary<string, decimal> prices) =>
        book.Positions.Sum(position =>
            book.StopOf(position.Symbol)
                ?.HeatOf(prices.TryGetValue(position.Symbol, out var price) ? price * position.Quantity : position.Cost)
            ?? 0
        );

    /// <summary>A portfolio at an instant of the market, at the prices of then.</summary>
    public static PortfolioPoint PointOf(
        Book book,
        IReadOnlyDictionary<string, decimal> prices,
        DateTimeOffset marketTime
    ) => new(marketTime, ValueOf(book, prices), book.ReservePool, HeatOf(book, prices));

    private static PositionResponse At(Position position, IReadOnlyDictionary<string, decimal> prices)
    {
        var price = prices.TryGetValue(position.Symbol, out var known) ? known : position.AverageCost;
        var value = Money.ToCents(price * position.Quantity);
        var gain = value - position.Cost;
        return new(
            position.Symbol,
            position.Quantity,
            position.AverageCost,
            price,
            value,
            gain,
            Percent(gain, position.Cost)
        );
    }

    /// <summary>A part in percent of a whole, two decimals; 0 of nothing.</summary>
    public static decimal Percent(decimal part, decimal whole) => whole == 0 ? 0 : decimal.Round(100 * part / whole, 2);
}
