using AgentTrader.Core.Agents;
using AgentTrader.Core.Market;
using AgentTrader.Core.Market.Signals;
using AgentTrader.Core.Trading;

namespace AgentTrader.Core.Tests.Trading;

/// <summary>One moment of one session, in which shares cost 110 and move by 2 a day.</summary>
internal static class EngineScene
{
    public static readonly Session Day = ExchangeCalendar.SessionOnOrAfter(new DateOnly(2026, 1, 5));
    public static readonly Session Yesterday = ExchangeCalendar.SessionAt(Day.Index - 1);
    public static readonly DateTimeOffset Now = Day.Open.AddHours(1);
    public static readonly DateTimeOffset Since = Day.Open.AddDays(-30);

    /// <summary>10,000 in cash, and a day that has begun.</summary>
    public static readonly Book Fresh = Decide(Book.Open(10_000m).Activate()).Book;

    /// <summary>A share with a trend to buy.</summary>
    public static SymbolView Rising(string symbol, double confidence = 0.8, Signal? signal = null)
    {
        var view = new SymbolView(symbol, Up, null)
        {
            Bid = 109.99m,
            Ask = 110.01m,
            AsOf = Now,
        };
        view.Features.Signals[(int)SignalKind.Trend] = signal ?? new Signal(SignalKind.Trend, true, confidence, Since);
        return view;
    }

    /// <summary>A book with one share in each of three sectors, none of them financial, as if this were its first look at them.</summary>
    public static Book Diversified =>
        Trades.Buy(Trades.Buy(Trades.Buy(Fresh, "1", "DIS", 1, 1m), "2", "KO", 1, 1m), "3", "XOM", 1, 1m);

    public static Book Open(decimal budget) => Book.Open(budget).Activate();

    /// <summary>A share so cheap that whole shares do not blur the size.</summary>
    public static SymbolView Cheap(string symbol, double confidence = 0.8)
    {
        var view = Rising(symbol, confidence);
        (view.Bid, view.Ask) = (0.0999m, 0.1m);
        return view;
    }

    public static (Book Book, SymbolView[] Views) Ten()
    {
        var book = Fresh;
        for (var i = 0; i < 10; i++)
        {
            book = Trades.Buy(book, $"{i}", $"S{i}", 1, 110m);
        }

        var views = Enumerable.Range(0, 10).Select(i => Rising($"S{i}")).ToArray();
        book = Decide(book, views).Book;
        foreach (var stop in book.Stops)
        {
            book = book.SetStop(stop with { Confidence = 0.8 });
        }

        return (book, views);
    }

    public static EngineOutput Decide(Book book, params SymbolView[] views) => Decide(book, Replays.Balanced, views);

    public static EngineOutput Decide(Book book, AgentSettings settings, params SymbolView[] views) =>
        Decide(book, settings, Now, views);

    public static EngineOutput Decide(
        Book book,
        AgentSettings settings,
        DateTimeOffset at,
        params SymbolView[] views
    ) => Engine.Decide(Input(book, at, views) with { Settings = settings });

    public static EngineInput Input(Book book, DateTimeOffset at, params SymbolView[] views) =>
        new("agt_1", Replays.Balanced, book, views, at, at);

    /// <summary>The session so many trading days after this one.</summary>
    public static Session ExchangeCalendarDay(int days) => ExchangeCalendar.SessionAt(Day.Index + days);

    private static SymbolFeatures Up =>
        new()
        {
            Last = new Bar(Yesterday.Open, Yesterday.Close, 110, 111, 109, 110, 1_000),
            FastAverage = 105,
            SlowAverage = 103.5,
            Rsi = 60,
            Atr = 2,
            DailyAtr = 2,
            Deviation = 3,
            Earlier = 100,
            High = 112,
            Low = 99,
        };
}
