using AgentTrader.Core.Market;

namespace AgentTrader.Services.Market;

/// <summary>What anybody may see of the market: quotes now, and bars that are over.</summary>
public sealed class MarketService(IMarketData market, MarketClock clock, MarketOptions options)
{
    public const int MaxSymbols = 50;
    public const int MaxBars = 10_000;

    /// <summary>What the market is, and what time it is there.</summary>
    public MarketStatus GetStatus() =>
        new(
            options.Source == MarketOptions.Synthetic ? MarketOptions.Synthetic : "recorded",
            clock.IsSimulated,
            clock.MarketNow,
            clock.IsOpen,
            clock.HasEnded,
            clock.Speed,
            market.NativeInterval.Name(),
            market.Symbols
        );

    /// <summary>Quotes at market time, in the order asked for.</summary>
    /// <param name="symbols">1 to <see cref="MaxSymbols"/> symbols; one named twice is answered once.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="ProblemException">400 for malformed symbols, 404 for those without a price.</exception>
    public async Task<IReadOnlyList<Quote>> GetQuotesAsync(
        IReadOnlyCollection<string> symbols,
        CancellationToken cancellationToken
    )
    {
        if (symbols.Count is 0 or > MaxSymbols)
        {
            throw ProblemException.Invalid("symbols", $"Name 1 to {MaxSymbols} symbols, separated by commas.");
        }

        foreach (var symbol in symbols)
        {
            RefuseMalformed("symbols", symbol);
        }

        var now = clock.MarketNow;
        var quotes = new List<Quote>(symbols.Count);
        var missing = new List<string>();
        foreach (var symbol in symbols.Distinct(StringComparer.Ordinal))
        {
            if (await market.GetQuoteAsync(symbol, now, cancellationToken) is { } quote)
            {
                quotes.Add(quote);
            }
            else
            {
                missing.Add(symbol);
            }
        }

        return missing.Count == 0 ? quotes : throw NoPrice(missing);
    }

    /// <summary>The bars of a symbol that lie wholly within [from, to] and are over by market time, oldest first.</summary>
    /// <param name="symbol">Of the market.</param>
    /// <param name="interval">1m, 5m, 15m, 1h or 1d.</param>
    /// <param name="from">Before <paramref name="to"/>.</param>
    /// <param name="to">At most <see cref="MaxBars"/> bars after <paramref name="from"/>.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="ProblemException">400 for what is malformed, 404 for an unknown symbol, 422 for too many bars.</exception>
    public async Task<IReadOnlyList<Bar>> GetBarsAsync(
        string symbol,
        string interval,
        DateTimeOffset from,
        DateTimeOffset to,
        CancellationToken cancellationToken
    )
    {
        RefuseMalformed("symbol", symbol);
        if (!BarIntervals.TryParse(interval, out var parsed) || !market.Intervals.Contains(parsed))
        {
            throw ProblemException.Invalid(
                "interval",
                $"This market has bars of {string.Join(", ", market.Intervals.Select(each => each.Name()))}."
            );
        }

        if (from >= to)
        {
            throw ProblemException.Invalid("from", "The first instant lies before the last one.");
        }

        var now = clock.MarketNow;
        if (await market.GetQuoteAsync(symbol, now, cancellationToken) is null)
        {
            throw NoPrice([symbol]);
        }

        var (first, _) = ExchangeCalendar.Range;
        from = from < first.Open ? first.Open : from;
        to = to > now ? now : to;
        if (from >= to)
        {
            return [];
        }

        RefuseTooMany(parsed, from, to);
        return await market.GetBarsAsync(symbol, parsed, from, to, cancellationToken);
    }

    private static void RefuseMalformed(string field, string symbol)
    {
        if (!Symbol.IsValid(symbol))
        {
            throw ProblemException.Invalid(
                field,
                $"A symbol is 1 to {Symbol.MaxLength} capital letters, digits, dots or hyphens and begins with a letter, such as AAPL."
            );
        }
    }

    /// <summary>Counted from above before any is made, as minutes of a session (or of a day, for pre-market minutes).</summary>
    private static void RefuseTooMany(BarInterval interval, DateTimeOffset from, DateTimeOffset to)
    {
        var open = ExchangeCalendar.Timeline.Between(from, to);
        var most = open / (interval == BarInterval.OneDay ? TimeSpan.FromHours(6.5) : interval.Length());
        if (most > MaxBars)
        {
            throw ProblemException.Rule(
                "/problems/too-many-bars",
                $"That are about {most:N0} bars and at most {MaxBars:N0} are answered at once: ask for a shorter time or a longer interval."
            );
        }
    }

    private static ProblemException NoPrice(IReadOnlyCollection<string> symbols) =>
        new(
            404,
            "/problems/unknown-symbol",
            "Unknown symbol",
            $"This market has no price for {string.Join(", ", symbols)}: GET /api/v1/market/status lists its symbols."
        );
}
