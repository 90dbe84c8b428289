using AgentTrader.Core.Market;
using AgentTrader.Core.Trading.Risk;

namespace AgentTrader.Services.Market;

/// <summary>The closes that correlations are reckoned from, the same for every driver.</summary>
public static class SessionCloses
{
    /// <summary>
    /// Of each symbol the closes of the sessions before one, oldest first, one session more than
    /// <see cref="CorrelationMatrix.Sessions"/>; 0 where there was none.
    /// </summary>
    public static async Task<IReadOnlyDictionary<string, IReadOnlyList<double>>> BeforeAsync(
        IMarketData market,
        IReadOnlyList<string> symbols,
        int session,
        CancellationToken cancellationToken
    )
    {
        var closes = new Dictionary<string, IReadOnlyList<double>>(StringComparer.Ordinal);
        foreach (var symbol in symbols)
        {
            var series = new List<double>(CorrelationMatrix.Sessions + 1);
            for (var index = Math.Max(0, session - CorrelationMatrix.Sessions - 1); index < session; index++)
            {
                var close = ExchangeCalendar.SessionAt(index).Close;
                var quote = await market.GetQuoteAsync(symbol, close, cancellationToken);
                series.Add((double)(quote?.Price ?? 0));
            }

            closes.Add(symbol, series);
        }

        return closes;
    }
}
