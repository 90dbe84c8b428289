using System.Collections.Concurrent;
using AgentTrader.Core.Market;
using AgentTrader.Core.Trading;
using AgentTrader.Core.Trading.Risk;

namespace AgentTrader.Services.Market;

/// <summary>
/// What the engine sees of the market at an instant. Each symbol's figures are reckoned bar by bar from the same first bar on
/// every host, once for all agents.
/// </summary>
public sealed class MarketHistory(IMarketData market, MarketClock clock) : IDisposable
{
    private readonly ConcurrentDictionary<string, SymbolHistory> bySymbol = new(StringComparer.Ordinal);
    private volatile SessionCorrelations? correlations;

    /// <summary>The views of symbols at an instant, in ordinal order, each once.</summary>
    public async Task<SymbolView[]> ViewAsync(
        IEnumerable<string> symbols,
        DateTimeOffset at,
        CancellationToken cancellationToken
    )
    {
        var views = new List<SymbolView>();
        foreach (var symbol in symbols.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var history = bySymbol.GetOrAdd(
                symbol,
                static (symbol, self) =>
                    new SymbolHistory(self.market, symbol, self.market.HistoryStart(self.clock.Origin)),
                (market, clock)
            );
            var features = await history.FeaturesAtAsync(at, cancellationToken);
            views.Add(new SymbolView(symbol, features, await market.GetQuoteAsync(symbol, at, cancellationToken)));
        }

        return [.. views];
    }

    /// <summary>
    /// How the market's symbols have moved together until the session before an instant. Reckoned at the first question of a
    /// session and kept for the rest of it: the same closes give the same figures on every host.
    /// </summary>
    public async Task<CorrelationMatrix> CorrelationsAsync(DateTimeOffset at, CancellationToken cancellationToken)
    {
        var session = ExchangeCalendar.LastStarted(at).Index;
        if (correlations is { } known && known.Session == session)
        {
            return known.Matrix;
        }

        var matrix = new CorrelationMatrix(market.Symbols);
        var closes = await SessionCloses.BeforeAsync(market, market.Symbols, session, cancellationToken);
        for (var row = 0; row < closes[market.Symbols[0]].Count; row++)
        {
            matrix.Add([.. market.Symbols.Select(symbol => closes[symbol][row])]);
        }

        correlations = new SessionCorrelations(session, matrix);
        return matrix;
    }

    public void Dispose()
    {
        foreach (var history in bySymbol.Values)
        {
            history.Dispose();
        }
    }

    private sealed record SessionCorrelations(int Session, CorrelationMatrix Matrix);
}
