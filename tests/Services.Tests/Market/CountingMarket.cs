using AgentTrader.Core.Market;
using AgentTrader.Services.Market;

namespace AgentTrader.Services.Tests.Market;

/// <summary>The synthetic market, counting how often it is asked for a price or for bars.</summary>
internal sealed class CountingMarket : IMarketData
{
    private readonly SyntheticMarketData market = new(1);

    public int Questions { get; set; }

    public string Identity => market.Identity;

    public IReadOnlyList<string> Symbols => market.Symbols;

    public BarInterval NativeInterval => market.NativeInterval;

    public IReadOnlyList<BarInterval> Intervals => market.Intervals;

    public EarningsCalendar Earnings => market.Earnings;

    public SessionTimeline Sessions => market.Sessions;

    public DateTimeOffset StartAt(DateOnly? from, DateTimeOffset wall) => market.StartAt(from, wall);

    public DateTimeOffset HistoryStart(DateTimeOffset origin) => market.HistoryStart(origin);

    public ValueTask<Quote?> GetQuoteAsync(string symbol, DateTimeOffset at, CancellationToken cancellationToken)
    {
        Questions++;
        return market.GetQuoteAsync(symbol, at, cancellationToken);
    }

    public ValueTask<IReadOnlyList<Bar>> GetBarsAsync(
        string symbol,
        BarInterval interval,
        DateTimeOffset from,
        DateTimeOffset until,
        CancellationToken cancellationToken
    )
    {
        Questions++;
        return market.GetBarsAsync(symbol, interval, from, until, cancellationToken);
    }

    public ValueTask<ReadOnlyMemory<Bar>> GetLastBarsAsync(
        string symbol,
        int count,
        DateTimeOffset at,
        CancellationToken cancellationToken
    ) => market.GetLastBarsAsync(symbol, count, at, cancellationToken);
}
