using AgentTrader.Core.Market;
using AgentTrader.Services.Market;

namespace AgentTrader.Services.Tests.Simulation;

/// <summary>The synthetic market, whose quotes a test can move by a factor.</summary>
internal sealed class MovingMarket : IMarketData
{
    private static readonly SyntheticMarketData Usual = new(1);

    /// <summary>1 leaves the quotes as they are.</summary>
    public decimal Factor { get; set; } = 1;

    public string Identity => Usual.Identity;

    public IReadOnlyList<string> Symbols => Usual.Symbols;

    public BarInterval NativeInterval => Usual.NativeInterval;

    public IReadOnlyList<BarInterval> Intervals => Usual.Intervals;

    public EarningsCalendar Earnings => Usual.Earnings;

    public SessionTimeline Sessions => Usual.Sessions;

    public DateTimeOffset StartAt(DateOnly? from, DateTimeOffset wall) => Usual.StartAt(from, wall);

    public DateTimeOffset HistoryStart(DateTimeOffset origin) => Usual.HistoryStart(origin);

    public async ValueTask<Quote?> GetQuoteAsync(string symbol, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var quote = await Usual.GetQuoteAsync(symbol, at, cancellationToken);
        return quote is null
            ? null
            : quote with
            {
                Price = Core.Money.ToPrice(quote.Price * Factor),
                Bid = Core.Money.ToPrice(quote.Bid * Factor),
                Ask = Core.Money.ToPrice(quote.Ask * Factor),
            };
    }

    public ValueTask<IReadOnlyList<Bar>> GetBarsAsync(
        string symbol,
        BarInterval interval,
        DateTimeOffset from,
        DateTimeOffset until,
        CancellationToken cancellationToken
    ) => Usual.GetBarsAsync(symbol, interval, from, until, cancellationToken);

    public ValueTask<ReadOnlyMemory<Bar>> GetLastBarsAsync(
        string symbol,
        int count,
        DateTimeOffset at,
        CancellationToken cancellationToken
    ) => Usual.GetLastBarsAsync(symbol, count, at, cancellationToken);
}
