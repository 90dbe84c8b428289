using System.Collections.Concurrent;
using AgentTrader.Core.Trading;

namespace AgentTrader.Services.Market;

/// <summary>
/// What the engine sees of the market at an instant. Each symbol's figures are reckoned bar by bar from the same first bar on
/// every host, once for all agents.
/// </summary>
public sealed class MarketHistory(IMarketData market, MarketClock clock) : IDisposable
{
    private readonly ConcurrentDictionary<string, SymbolHistory> bySymbol = new(StringComparer.Ordinal);

    /// <summary>The views of symbols at an instant, in ordinal order, each once.</summary>
    public async Task<ReadOnlyMemory<SymbolView>> ViewAsync(
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

        return views.ToArray();
    }

    public void Dispose()
    {
        foreach (var history in bySymbol.Values)
        {
            history.Dispose();
        }
    }
}
