using AgentTrader.Core.Market;

namespace AgentTrader.Services.Market;

/// <summary>A folder of <c>SYMBOL.csv</c> files, all of them daily or all of them minute bars, kept in memory.</summary>
public sealed class RecordedMarketData : IMarketData
{
    private readonly Dictionary<string, RecordedBars> bySymbol;

    private RecordedMarketData(BarInterval native, Dictionary<string, RecordedBars> bySymbol, EarningsCalendar earnings)
    {
        Earnings = earnings;
        this.bySymbol = bySymbol;
        Symbols = [.. bySymbol.Keys.Order(StringComparer.Ordinal)];
        NativeInterval = native;
        Intervals = native == BarInterval.OneDay ? [native] : Enum.GetValues<BarInterval>();
        Identity = $"recorded {native.Name()} {string.Join(',', Symbols)}";
        var sessions = SessionsOf(bySymbol.Values);
        Sessions =
            sessions.Count > 0
                ? new SessionTimeline(sessions)
                : throw new MarketDataException("None of the recorded bars lies in a session of the exchange.");
    }

    public string Identity { get; }

    public IReadOnlyList<string> Symbols { get; }

    public BarInterval NativeInterval { get; }

    public IReadOnlyList<BarInterval> Intervals { get; }

    public EarningsCalendar Earnings { get; }

    public SessionTimeline Sessions { get; }

    /// <summary>Reads every <c>*.csv</c> in a folder.</summary>
    /// <exception cref="MarketDataException">A file is not as expected, or there is none.</exception>
    public static RecordedMarketData Load(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new MarketDataException(
                $"The market folder '{folder}' is not there: name one that holds SYMBOL.csv files."
            );
        }

        var bySymbol = new Dictionary<string, RecordedBars>(StringComparer.Ordinal);
        (string File, BarInterval Interval)? first = null;
        foreach (var path in Directory.EnumerateFiles(folder, "*.csv").Order(StringComparer.Ordinal))
        {
            var (file, symbol) = (Path.GetFileName(path), Path.GetFileNameWithoutExtension(path));
            if (file == EarningsFile.Name)
            {
                continue;
            }

            if (!Symbol.IsValid(symbol))
            {
                throw new MarketDataException($"{file} is not named after a symbol, such as AAPL.csv.");
            }

            var (interval, bars) = BarFile.Read(path);
            first ??= (file, interval);
            if (interval != first.Value.Interval)
            {
                throw new MarketDataException(
                    $"{file} holds {interval.Name()} bars and {first.Value.File} {first.Value.Interval.Name()} bars: one interval is expected in a folder."
                );
            }

            bySymbol.Add(symbol, new RecordedBars(symbol, bars));
        }

        return first is null
            ? throw new MarketDataException(
                $"The market folder '{folder}' holds no SYMBOL.csv file: at least one is expected."
            )
            : new RecordedMarketData(first.Value.Interval, bySymbol, EarningsFile.Read(folder));
    }

    /// <summary>
    /// The first day on which every symbol has a price and a year of history. Records too short for that begin on the second
    /// day that all symbols share, which leaves a day of history, or on the only one.
    /// </summary>
    public DateTimeOffset StartAt(DateOnly? from, DateTimeOffset wall)
    {
        if (from is { } date)
        {
            return SessionsOf(bySymbol.Values).Find(session => session.Date >= date) is { Length.Ticks: > 0 } found
                ? found.Open
                : throw new MarketDataException(
                    $"The recorded market ends on {Sessions.Last.Date:yyyy-MM-dd}, before {date:yyyy-MM-dd}: begin earlier."
                );
        }

        var shared = bySymbol
            .Values.Select(bars => SessionsOf([bars]).AsEnumerable())
            .Aggregate(static (a, b) => a.Intersect(b))
            .OrderBy(session => session.Index)
            .ToList();
        if (shared.Count == 0)
        {
            throw new MarketDataException("There is no day on which every symbol has a price: name one to begin on.");
        }

        var yearOfHistory = bySymbol.Values.Max(bars => ExchangeCalendar.DateOf(bars.All[0].Start)).AddYears(1);
        return (
            shared.Find(session => session.Date >= yearOfHistory) is { Length.Ticks: > 0 } start
                ? start
                : shared[Math.Min(1, shared.Count - 1)]
        ).Open;
    }

    /// <summary>The first bar there is.</summary>
    public DateTimeOffset HistoryStart(DateTimeOffset origin) => bySymbol.Values.Min(bars => bars.All[0].Start);

    public ValueTask<Quote?> GetQuoteAsync(string symbol, DateTimeOffset at, CancellationToken cancellationToken) =>
        ValueTask.FromResult(bySymbol.GetValueOrDefault(symbol)?.QuoteAt(at));

    public ValueTask<IReadOnlyList<Bar>> GetBarsAsync(
        string symbol,
        BarInterval interval,
        DateTimeOffset from,
        DateTimeOffset until,
        CancellationToken cancellationToken
    )
    {
        if (!bySymbol.TryGetValue(symbol, out var bars) || !Intervals.Contains(interval))
        {
            return ValueTask.FromResult<IReadOnlyList<Bar>>([]);
        }

        if (interval == NativeInterval)
        {
            return ValueTask.FromResult<IReadOnlyList<Bar>>(bars.Within(from, until).ToArray());
        }

        var merged = new List<Bar>();
        foreach (var (_, start, end) in SessionBars.Spans(interval, from, until))
        {
            if (bars.Within(start, end) is { IsEmpty: false } parts)
            {
                merged.Add(Merge(start, end, parts.Span));
            }
        }

        return ValueTask.FromResult<IReadOnlyList<Bar>>(merged);
    }

    public ValueTask<ReadOnlyMemory<Bar>> GetLastBarsAsync(
        string symbol,
        int count,
        DateTimeOffset at,
        CancellationToken cancellationToken
    ) => ValueTask.FromResult(bySymbol.GetValueOrDefault(symbol)?.Last(count, at) ?? ReadOnlyMemory<Bar>.Empty);

    private static Bar Merge(DateTimeOffset start, DateTimeOffset end, ReadOnlySpan<Bar> parts)
    {
        var merged = new Bar(start, end, parts[0].Open, parts[0].High, parts[0].Low, parts[^1].Close, 0);
        foreach (var part in parts)
        {
            merged = merged with
            {
                High = Math.Max(merged.High, part.High),
                Low = Math.Min(merged.Low, part.Low),
                Volume = merged.Volume + part.Volume,
            };
        }

        return merged;
    }

    /// <summary>The sessions in which at least one of the symbols has a bar, in order.</summary>
    private static List<Session> SessionsOf(IEnumerable<RecordedBars> all)
    {
        var found = new SortedDictionary<int, Session>();
        foreach (var bars in all)
        {
            var session = default(Session);
            foreach (var bar in bars.All)
            {
                if (bar.Start >= session.Close)
                {
                    session = ExchangeCalendar.LastStarted(bar.Start);
                }

                if (session.Contains(bar.Start))
                {
                    found[session.Index] = session;
                }
            }
        }

        return [.. found.Values];
    }
}
