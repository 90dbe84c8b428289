using AgentTrader.Core;
using AgentTrader.Core.Market;
using AgentTrader.Core.Market.Signals;
using AgentTrader.Core.Trading;
using AgentTrader.Core.Trading.Risk;

namespace AgentTrader.Benchmarks.Replaying;

/// <summary>
/// One instant of an agent that holds so many positions, while a signal speaks for another share and a weak one for yet
/// another: a decision to buy and one to let pass, with all rules.
/// </summary>
internal static class EngineMoment
{
    private static readonly DateTimeOffset Now = ExchangeCalendar
        .SessionOnOrAfter(new DateOnly(2025, 6, 3))
        .Open.AddHours(2);

    public static EngineInput Holding(int positions)
    {
        string[] symbols = [.. Enumerable.Range(0, positions).Select(i => $"H{i:000}"), "TO.BUY", "TO.PASS"];
        var market = new SyntheticMarket(1);
        var views = Array.ConvertAll(symbols, symbol => View(market, symbol));
        Signal(ref views[positions], 0.8);
        Signal(ref views[positions + 1], 0.1);
        var input = new EngineInput("agt_bench", ReplayedMarket.Settings, Held(views[..positions]), views, Now, Now)
        {
            Config = EngineConfig.Default with { MaxOpenPositions = 2 * Book.MaxPositions, MicroEnabled = true },
            Correlations = Correlations(market, symbols),
            Earnings = EarningsCalendar.Synthetic,
        };
        // Yesterday is closed and the positions have their stops: what is left is what is new now.
        return input with { Book = Engine.Decide(input with { Symbols = views.AsMemory(0, positions) }).Book };
    }

    private static SymbolView View(SyntheticMarket market, string symbol)
    {
        var track = new SymbolTrack(symbol);
        foreach (var bar in market.Bars(symbol, BarInterval.OneDay, Now.AddDays(-120), Now.Date.ToUniversalTime()))
        {
            track.Add(bar);
        }

        return new SymbolView(symbol, track.Features, market.QuoteAt(symbol, Now));
    }

    private static void Signal(ref SymbolView view, double confidence)
    {
        for (var kind = SignalKind.Trend; kind <= SignalKind.Micro; kind++)
        {
            view.Features.Signals[(int)kind] = new Signal(kind, true, confidence, view.Features.Last.End);
        }
    }

    private static Book Held(SymbolView[] views)
    {
        var book = Book.Open(Money.MaxBudget).Activate();
        foreach (var view in views)
        {
            var order = new Order
            {
                TradeId = view.Symbol,
                AgentId = "agt_bench",
                Symbol = view.Symbol,
                Action = TradeAction.Buy,
                Quantity = 1,
                SubmittedAt = Now,
            };
            book = book.Apply(order, new Fill(view.Symbol, view.Ask, 1, Fees.Flat, Now, Now)).Book;
        }

        return book;
    }

    private static CorrelationMatrix Correlations(SyntheticMarket market, string[] symbols)
    {
        var session = ExchangeCalendar.LastStarted(Now).Index;
        var closes = Array.ConvertAll(
            symbols,
            symbol =>
                Enumerable
                    .Range(session - CorrelationMatrix.Sessions - 1, CorrelationMatrix.Sessions + 1)
                    .Select(ExchangeCalendar.SessionAt)
                    .Select(day => market.BarOf(symbol, day, day.Open, day.Close).Close)
                    .ToArray()
        );
        var matrix = new CorrelationMatrix(symbols);
        for (var day = 0; day <= CorrelationMatrix.Sessions; day++)
        {
            matrix.Add(Array.ConvertAll(closes, each => each[day]));
        }

        return matrix;
    }
}
