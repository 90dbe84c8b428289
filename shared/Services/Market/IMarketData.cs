using AgentTrader.Core.Market;

namespace AgentTrader.Services.Market;

/// <summary>Prices as they were known at an instant: nothing here ever looks ahead.</summary>
public interface IMarketData
{
    /// <summary>What the data is, the same for the same data: a clock that ran over other data starts anew.</summary>
    string Identity { get; }

    /// <summary>The symbols that are listed, in ordinal order.</summary>
    IReadOnlyList<string> Symbols { get; }

    /// <summary>The shortest interval there are bars of.</summary>
    BarInterval NativeInterval { get; }

    /// <summary>The intervals there are bars of, shortest first.</summary>
    IReadOnlyList<BarInterval> Intervals { get; }

    /// <summary>When the listed companies report earnings, as far as it is known.</summary>
    EarningsCalendar Earnings { get; }

    /// <summary>The sessions there are prices for.</summary>
    SessionTimeline Sessions { get; }

    /// <summary>Where simulated time begins.</summary>
    /// <param name="from">The day asked for, or null.</param>
    /// <param name="wall">Now by the wall clock.</param>
    /// <exception cref="MarketDataException">There is nothing on that day or after it.</exception>
    DateTimeOffset StartAt(DateOnly? from, DateTimeOffset wall);

    /// <summary>
    /// Where the figures of an instance that began at an instant begin to be reckoned. They depend on it, so every host and
    /// every driver must begin at the same place.
    /// </summary>
    DateTimeOffset HistoryStart(DateTimeOffset origin);

    /// <summary>The last price known at an instant; null for an unknown symbol or before its first price.</summary>
    ValueTask<Quote?> GetQuoteAsync(string symbol, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>The bars that lie wholly within [from, until], oldest first; none for an unknown symbol.</summary>
    ValueTask<IReadOnlyList<Bar>> GetBarsAsync(
        string symbol,
        BarInterval interval,
        DateTimeOffset from,
        DateTimeOffset until,
        CancellationToken cancellationToken
    );

    /// <summary>The last bars of the native interval that ended at or before an instant, oldest first, at most so many.</summary>
    ValueTask<ReadOnlyMemory<Bar>> GetLastBarsAsync(
        string symbol,
        int count,
        DateTimeOffset at,
        CancellationToken cancellationToken
    );
}
