using System.Collections.Concurrent;
using AgentTrader.Core.Market;
using AgentTrader.Core.Trading;

namespace AgentTrader.Services.Market;

/// <summary>
/// The seeded market of <see cref="SyntheticMarket"/>. It lists the symbols of <see cref="Universe"/> and has prices for any
/// other well-formed symbol too.
/// </summary>
public sealed class SyntheticMarketData(long seed) : IMarketData
{
    /// <summary>A bar costs microseconds (a daily one tenths of a millisecond) to make and about 150 bytes to keep.</summary>
    private const int MaxCached = 200_000;

    private readonly SyntheticMarket market = new(seed);
    private readonly ConcurrentDictionary<(string Symbol, BarInterval Interval, DateTimeOffset Start), Bar> cache =
        new();

    public string Identity { get; } = FormattableString.Invariant($"synthetic {seed}");

    public IReadOnlyList<string> Symbols => Universe.Symbols;

    public BarInterval NativeInterval => BarInterval.OneMinute;

    public IReadOnlyList<BarInterval> Intervals { get; } = Enum.GetValues<BarInterval>();

    public EarningsCalendar Earnings => EarningsCalendar.Synthetic;

    public SessionTimeline Sessions => ExchangeCalendar.Timeline;

    /// <summary>
    /// The day asked for; else now while the exchange is open, and while it is closed the latest session as soon as the engine
    /// trades in it, so that nobody has to wait for a first trade.
    /// </summary>
    public DateTimeOffset StartAt(DateOnly? from, DateTimeOffset wall)
    {
        var (first, last) = ExchangeCalendar.Range;
        return from switch
        {
            null => ExchangeCalendar.IsOpen(wall)
                ? wall
                : ExchangeCalendar.PreviousOpen(wall) + EngineConfig.Default.WindowMargin,
            { } date when date < first.Date || date > last.Date => throw new MarketDataException(
                $"The market begins between {first.Date:yyyy-MM-dd} and {last.Date:yyyy-MM-dd}, not on {date:yyyy-MM-dd}."
            ),
            { } date => ExchangeCalendar.SessionOnOrAfter(date).Open,
        };
    }

    /// <summary>Two sessions before the one it began in: nearly 800 bars, enough for any average to settle.</summary>
    public DateTimeOffset HistoryStart(DateTimeOffset origin) =>
        ExchangeCalendar.SessionAt(Math.Max(0, ExchangeCalendar.LastStarted(origin).Index - 2)).Open;

    public ValueTask<Quote?> GetQuoteAsync(string symbol, DateTimeOffset at, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Symbol.IsValid(symbol) ? market.QuoteAt(symbol, at) : null);

    public ValueTask<IReadOnlyList<Bar>> GetBarsAsync(
        string symbol,
        BarInterval interval,
        DateTimeOffset from,
        DateTimeOffset until,
        CancellationToken cancellationToken
    )
    {
        var bars = new List<Bar>();
        if (Symbol.IsValid(symbol))
        {
            foreach (var (session, start, end) in SessionBars.Spans(interval, from, until))
            {
                cancellationToken.ThrowIfCancellationRequested();
                bars.Add(BarOf(symbol, interval, session, start, end));
            }
        }

        return ValueTask.FromResult<IReadOnlyList<Bar>>(bars);
    }

    public ValueTask<ReadOnlyMemory<Bar>> GetLastBarsAsync(
        string symbol,
        int count,
        DateTimeOffset at,
        CancellationToken cancellationToken
    )
    {
        if (!Symbol.IsValid(symbol))
        {
            return ValueTask.FromResult(ReadOnlyMemory<Bar>.Empty);
        }

        var bars = new Bar[count];
        var free = count;
        var session = ExchangeCalendar.LastStarted(at);
        while (free > 0)
        {
            var ended = SessionBars
                .Spans(NativeInterval, session.Open, at < session.Close ? at : session.Close)
                .ToList();
            for (var i = ended.Count - 1; i >= 0 && free > 0; i--)
            {
                bars[--free] = BarOf(symbol, NativeInterval, session, ended[i].Start, ended[i].End);
            }

            if (session.Index == 0)
            {
                break;
            }

            session = ExchangeCalendar.SessionAt(session.Index - 1);
        }

        return ValueTask.FromResult<ReadOnlyMemory<Bar>>(bars.AsMemory(free));
    }

    private Bar BarOf(string symbol, BarInterval interval, Session session, DateTimeOffset start, DateTimeOffset end)
    {
        if (!cache.TryGetValue((symbol, interval, start), out var bar))
        {
            if (cache.Count >= MaxCached)
            {
                cache.Clear();
            }

            bar = market.BarOf(symbol, session, start, end);
            cache[(symbol, interval, start)] = bar;
        }

        return bar;
    }
}
