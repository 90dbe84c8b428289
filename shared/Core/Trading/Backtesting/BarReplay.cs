using AgentTrader.Core.Market;
using AgentTrader.Core.Trading.Signals;

namespace AgentTrader.Core.Trading.Backtesting;

/// <summary>
/// The market of a backtest, bar by bar: at the start of a bar only its opening price is shown, and the bar itself to the
/// figures from its end on.
/// </summary>
internal sealed class BarReplay
{
    private readonly ReadOnlyMemory<Bar>[] bars;
    private readonly SymbolTrack[] tracks;
    private readonly SymbolView[] views;

    /// <summary>Of each symbol the bar that comes next.</summary>
    private readonly int[] next;
    private readonly long total;
    private long replayed;

    public BarReplay(IReadOnlyDictionary<string, ReadOnlyMemory<Bar>> bars)
    {
        Symbols = [.. bars.Keys.Order(StringComparer.Ordinal)];
        this.bars = Array.ConvertAll(Symbols, symbol => bars[symbol]);
        tracks = Array.ConvertAll(Symbols, symbol => new SymbolTrack(symbol));
        views = Array.ConvertAll(Symbols, symbol => new SymbolView(symbol, default, null));
        next = new int[Symbols.Length];
        total = this.bars.Sum(each => (long)each.Length);
    }

    /// <summary>In ordinal order.</summary>
    public string[] Symbols { get; }

    /// <summary>In the order of the symbols.</summary>
    public ReadOnlyMemory<SymbolView> Views => views;

    /// <summary>How many bars are over.</summary>
    public long Replayed => replayed;

    /// <summary>The part of the bars that is over, 0 to 1.</summary>
    public double Progress => (double)replayed / total;

    /// <summary>When the next bar of any symbol starts; null after the last.</summary>
    public DateTimeOffset? NextStart()
    {
        DateTimeOffset? earliest = null;
        for (var i = 0; i < bars.Length; i++)
        {
            if (next[i] < bars[i].Length && bars[i].Span[next[i]].Start is var start && !(start >= earliest))
            {
                earliest = start;
            }
        }

        return earliest;
    }

    /// <summary>Shows the opening prices of the bars that start now, and says when the first of them ends.</summary>
    public DateTimeOffset Open(DateTimeOffset start)
    {
        var end = DateTimeOffset.MaxValue;
        for (var i = 0; i < bars.Length; i++)
        {
            if (StartsAt(i, start))
            {
                ref readonly var bar = ref bars[i].Span[next[i]];
                Quote.Spread(bar.Open, out views[i].Bid, out views[i].Ask);
                views[i].AsOf = start;
                end = bar.End < end ? bar.End : end;
            }
        }

        return end;
    }

    /// <summary>Takes the bars that started now into the figures, to be seen from the next start on.</summary>
    public void Close(DateTimeOffset start)
    {
        for (var i = 0; i < bars.Length; i++)
        {
            if (StartsAt(i, start))
            {
                ref readonly var bar = ref bars[i].Span[next[i]++];
                tracks[i].Add(bar);
                views[i].Features = tracks[i].Features;
                Quote.Spread(bar.Close, out views[i].Bid, out views[i].Ask);
                views[i].AsOf = bar.End;
                replayed++;
            }
        }
    }

    /// <summary>Shows what is recommended now, to everybody and to a user.</summary>
    public void Recommend(Recommendations recommendations, DateTimeOffset at, string? ownerId)
    {
        for (var i = 0; i < views.Length; i++)
        {
            views[i].Recommendation = recommendations.Newest(Symbols[i], at, ownerId);
        }
    }

    /// <summary>The last closes in the order of the symbols; 0 before the first.</summary>
    public void LastCloses(Span<double> closes)
    {
        for (var i = 0; i < tracks.Length; i++)
        {
            closes[i] = tracks[i].Features.Last.Close;
        }
    }

    /// <summary>What a sale gets now, in dollars a share; null when there is no price.</summary>
    public decimal? BidOf(string symbol)
    {
        var place = Array.BinarySearch(Symbols, symbol, StringComparer.Ordinal);
        return place >= 0 && views[place].Bid > 0 ? views[place].Bid : null;
    }

    /// <summary>Whether the symbol's next bar starts at an instant.</summary>
    public bool StartsAt(int symbol, DateTimeOffset start) =>
        next[symbol] < bars[symbol].Length && bars[symbol].Span[next[symbol]].Start == start;
}
