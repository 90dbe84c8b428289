using AgentTrader.Core.Agents;
using AgentTrader.Core.Market;
using AgentTrader.Core.Trading;

namespace AgentTrader.Core.Tests.Trading;

/// <summary>Takes the engine through sessions of bars: it decides at each opening and orders fill at that quote.</summary>
internal sealed class DailyDriver(AgentSettings settings, decimal budget)
{
    public static readonly AgentSettings Balanced = new()
    {
        Name = "Test",
        Strategy = Strategy.Balanced,
        RiskTolerance = 5,
    };

    public Book Book { get; private set; } = Book.Open(budget).Activate();

    public List<Decision> Decisions { get; } = [];

    public List<(Order Order, Fill Fill)> Fills { get; } = [];

    /// <summary>What was decided in each session, by its index.</summary>
    public Dictionary<int, int> DecisionsUntil { get; } = [];

    /// <summary>Daily bars of prices that wander by up to 3 % a day.</summary>
    public static SortedDictionary<string, Bar[]> Wandering(int seed, int sessions, params string[] symbols)
    {
        var first = ExchangeCalendar.SessionOnOrAfter(new DateOnly(2024, 1, 2)).Index;
        var random = new Random(seed);
        var market = new SortedDictionary<string, Bar[]>(StringComparer.Ordinal);
        foreach (var symbol in symbols)
        {
            var price = 20 + (random.NextDouble() * 200);
            market[symbol] =
            [
                .. Enumerable
                    .Range(first, sessions)
                    .Select(index =>
                    {
                        var open = price * Wander(random);
                        price = open * Wander(random);
                        var (low, high) = (Math.Min(open, price), Math.Max(open, price));
                        var session = ExchangeCalendar.SessionAt(index);
                        return new Bar(session.Open, session.Close, open, high * 1.01, low * 0.99, price, 1_000);
                    }),
            ];
        }

        return market;

        static double Wander(Random random) => 1 + ((random.NextDouble() - 0.49) * 0.06);
    }

    public DailyDriver Run(SortedDictionary<string, Bar[]> market)
    {
        var tracks = market.Keys.ToDictionary(symbol => symbol, symbol => new SymbolTrack(symbol));
        foreach (var start in market.Values.SelectMany(bars => bars).Select(bar => bar.Start).Distinct().Order())
        {
            var views = new List<SymbolView>();
            foreach (var (symbol, bars) in market)
            {
                var index = Array.FindIndex(bars, bar => bar.Start == start);
                var quote = index < 0 ? null : Quote.Around(symbol, bars[index].Open, 0, start);
                views.Add(new SymbolView(symbol, tracks[symbol].Features, quote));
                if (index >= 0)
                {
                    tracks[symbol].Add(bars[index]);
                }
            }

            Step(views.ToArray(), start);
        }

        return this;
    }

    private void Step(SymbolView[] views, DateTimeOffset at)
    {
        var output = Engine.Decide(new EngineInput("agt_test", settings, Book, views, at, at));
        Book = output.Book;
        Decisions.AddRange(output.Decisions);
        foreach (var order in output.Orders)
        {
            var fill = new Fill(order.TradeId, order.EstimatedPrice, order.Quantity, Fees.For(order), at, at);
            Book = Book.Apply(order, fill).Book;
            Fills.Add((order, fill));
        }

        DecisionsUntil[ExchangeCalendar.LastStarted(at).Index] = Decisions.Count;
    }
}
