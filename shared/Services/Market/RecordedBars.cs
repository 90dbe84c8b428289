using AgentTrader.Core.Market;

namespace AgentTrader.Services.Market;

/// <summary>The bars of one symbol, oldest first, searched by time.</summary>
internal sealed class RecordedBars
{
    private readonly Bar[] bars;
    private readonly long[] volumeBefore;

    public RecordedBars(string symbol, Bar[] bars)
    {
        Symbol = symbol;
        this.bars = bars;
        volumeBefore = new long[bars.Length + 1];
        for (var i = 0; i < bars.Length; i++)
        {
            volumeBefore[i + 1] = volumeBefore[i] + bars[i].Volume;
        }
    }

    public string Symbol { get; }

    public ReadOnlySpan<Bar> All => bars;

    /// <summary>
    /// The last price known: of a bar that is over its close, of a running one its open, which is all that is known of it.
    /// </summary>
    public Quote? QuoteAt(DateTimeOffset at)
    {
        var index = CountStarted(at) - 1;
        if (index < 0)
        {
            return null;
        }

        var bar = bars[index];
        var isOver = at >= bar.End;
        var known = isOver ? index + 1 : index;
        var day = ExchangeCalendar.DateOf(bar.Start);
        var firstOfDay = CountStarted(ExchangeCalendar.At(day, TimeOnly.MinValue).AddTicks(-1));
        return Quote.Around(
            Symbol,
            isOver ? bar.Close : bar.Open,
            volumeBefore[known] - volumeBefore[firstOfDay],
            isOver ? bar.End : bar.Start
        );
    }

    /// <summary>The bars that lie wholly within [from, to].</summary>
    public ReadOnlyMemory<Bar> Within(DateTimeOffset from, DateTimeOffset to)
    {
        var first = CountStarted(from.AddTicks(-1));
        var end = CountEnded(to);
        return end > first ? bars.AsMemory(first, end - first) : ReadOnlyMemory<Bar>.Empty;
    }

    /// <summary>The last bars that ended at or before an instant.</summary>
    public ReadOnlyMemory<Bar> Last(int count, DateTimeOffset at)
    {
        var end = CountEnded(at);
        var first = Math.Max(0, end - count);
        return bars.AsMemory(first, end - first);
    }

    private int CountStarted(DateTimeOffset at) => Count(at, static (in Bar bar) => bar.Start);

    private int CountEnded(DateTimeOffset at) => Count(at, static (in Bar bar) => bar.End);

    private delegate DateTimeOffset InstantOf(in Bar bar);

    /// <summary>How many bars have their instant at or before another.</summary>
    private int Count(DateTimeOffset at, InstantOf instantOf)
    {
        var (low, high) = (0, bars.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = instantOf(bars[middle]) <= at ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
