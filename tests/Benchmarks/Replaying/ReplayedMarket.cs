using AgentTrader.Core;
using AgentTrader.Core.Agents;
using AgentTrader.Core.Market;
using AgentTrader.Core.Trading;
using AgentTrader.Core.Trading.Backtesting;
using AgentTrader.Core.Trading.Signals;

namespace AgentTrader.Benchmarks.Replaying;

/// <summary>
/// Six symbols of the synthetic market, so that anybody can repeat what is measured, and an agent for which every rule is on:
/// micro-trades, earnings, recommendations from outside and macro events.
/// </summary>
internal sealed record ReplayedMarket(string Name, Dictionary<string, ReadOnlyMemory<Bar>> Bars)
{
    public static readonly AgentSettings Settings = new()
    {
        Name = "Bench",
        Strategy = Strategy.Balanced,
        RiskTolerance = 5,
    };

    private static readonly string[] Symbols = ["AAPL", "BAC", "IBM", "IWM", "QQQ", "SPY"];

    public static ReplayedMarket Daily(int years) =>
        new($"daily bars, {years} years x {Symbols.Length}", Of(BarInterval.OneDay, new(2000, 1, 3), years * 252));

    public static ReplayedMarket Minutes(int sessions) =>
        new($"minute bars, {sessions} days x {Symbols.Length}", Of(BarInterval.OneMinute, new(2025, 3, 3), sessions));

    public BacktestRequest Request() =>
        new()
        {
            Bars = Bars,
            From = DateTimeOffset.MinValue,
            To = DateTimeOffset.MaxValue,
            InitialCapital = Money.MaxBudget,
            Settings = Settings,
            Config = EngineConfig.Default with { MicroEnabled = true },
            Earnings = EarningsCalendar.Synthetic,
            Recommendations = new Recommendations(Recommended()),
            MacroEvents = Events(),
        };

    /// <summary>A recommendation for each hundredth bar of a symbol, every third one to sell.</summary>
    private IEnumerable<Recommendation> Recommended()
    {
        foreach (var (symbol, bars) in Bars)
        {
            for (var i = 99; i < bars.Length; i += 100)
            {
                var bar = bars.Span[i];
                yield return new Recommendation(
                    EntityId.Derive("rec", bar.End, symbol),
                    symbol,
                    i % 300 == 299 ? RecommendationAction.Sell : RecommendationAction.Buy,
                    0.5 + (i % 5 / 10.0),
                    RecommendationMode.PaperEligible,
                    RecommendationHorizon.Week,
                    "The bench says so",
                    bar.End,
                    bar.End.AddDays(3)
                );
            }
        }
    }

    /// <summary>Of every thousand bars, a severe event lasts ten.</summary>
    private MacroEvent[] Events()
    {
        var bars = Bars[Symbols[0]];
        return
        [
            .. Enumerable
                .Range(0, bars.Length / 1000)
                .Select(i => new MacroEvent(
                    $"evt_{i}",
                    MacroSeverity.High,
                    "Bench",
                    bars.Span[(i * 1000) + 500].Start,
                    bars.Span[(i * 1000) + 510].Start
                )),
        ];
    }

    private static Dictionary<string, ReadOnlyMemory<Bar>> Of(BarInterval interval, DateOnly from, int sessions)
    {
        var (market, first) = (new SyntheticMarket(1), ExchangeCalendar.SessionOnOrAfter(from));
        var last = ExchangeCalendar.SessionAt(first.Index + sessions - 1);
        return Symbols.ToDictionary(
            symbol => symbol,
            symbol => new ReadOnlyMemory<Bar>([.. market.Bars(symbol, interval, first.Open, last.Close)])
        );
    }
}
