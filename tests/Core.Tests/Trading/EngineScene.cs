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
