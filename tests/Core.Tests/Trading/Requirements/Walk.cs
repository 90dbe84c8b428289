using System.Collections.Concurrent;
using AgentTrader.Core.Agents;
using AgentTrader.Core.Market;
using AgentTrader.Core.Trading;
using AgentTrader.Core.Trading.Backtesting;
using AgentTrader.Core.Trading.Risk;
using AgentTrader.Core.Trading.Signals;
using FsCheck;
using FsCheck.Fluent;

namespace AgentTrader.Core.Tests.Trading.Requirements;

/// <summary>
/// An engine's way through a market that was drawn from a seed: all it knew and did at each step, and at each session's close. Every fourth market is
/// hostile (halts, missing bars, gaps, zero and negative prices, shares of a cent and of ten million dollars), every fourth
/// wild, and every fourth one of minutes with micro-trades.
/// </summary>
internal sealed record Walk(
    int Seed,
    BacktestRequest Request,
    IReadOnlyList<WalkStep> Steps,
    IReadOnlyList<WalkStep> Closes,
    BacktestResult Result
)
{
    private const int Markets = 120;
    private static readonly string[] Symbols = ["AAPL", "IBM", "JPM", "MSFT", "SPY", "TSLA", "XOM"];
    private static readonly ConcurrentDictionary<int, Lazy<Walk>> Known = new();

    /// <summary>Any walk; each is made once.</summary>
    public static Arbitrary<Walk> Any { get; } = Gen.Choose(1, Markets).Select(Of).ToArbitrary();

    /// <summary>Those of minutes, with micro-trades.</summary>
    public static Arbitrary<Walk> Micro { get; } = Gen.Choose(1, Markets / 4).Select(i => Of(i * 4)).ToArbitrary();

    public IEnumerable<(WalkStep Step, Decision Decision)> Decisions =>
        Steps.SelectMany(step => step.Output.Decisions.Select(decision => (step, decision)));

    /// <summary>What was bought because of a signal or a recommendation.</summary>
    public IEnumerable<(WalkStep Step, Decision Decision)> Entries =>
        Decisions.Where(each => each.Decision is { Outcome: DecisionOutcome.Act, Action: TradeAction.Buy });

    public override string ToString() => $"walk {Seed}";

    /// <summary>Checks a property of walks, a word about the seed in its failure.</summary>
    public static void Check(Action<Walk> property) => Check(Any, property);

    public static void Check(Arbitrary<Walk> walks, Action<Walk> property) =>
        Prop.ForAll(
                walks,
                walk =>
                {
                    try
                    {
                        property(walk);
                    }
                    catch (Exception failure) when (failure is not OperationCanceledException)
                    {
                        throw new InvalidOperationException($"Walk {walk.Seed}: {failure.Message}", failure);
                    }
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(20).WithReplay(20_261_121, 5).WithQuietOnSuccess(true));

    private static Walk Of(int seed) => Known.GetOrAdd(seed, each => new Lazy<Walk>(() => Run(each))).Value;

    private static Walk Run(int seed)
    {
        var random = new Random(seed);
        var market = seed % 4 == 0 ? Minutes(seed) : Days(seed, random);
        var first = market["SPY"][0].Start;
        var (steps, closes) = (new List<WalkStep>(), new List<WalkStep>());
        var request = Replays.Request(market, random.Next(3) == 0 ? 500 : random.Next(1_000, 100_000)) with
        {
            Settings = Replays.Balanced with
            {
                Strategy = (Strategy)random.Next(4),
                RiskTolerance = random.Next(1, 11),
            },
            Config = EngineConfig.Default with
            {
                MicroEnabled = seed % 4 == 0,
                ManualTier = random.Next(4) == 0 ? (RiskTier)random.Next(3) : null,
                MaxOpenPositions = random.Next(2) == 0 ? 10 : random.Next(1, 6),
            },
            Earnings = new EarningsCalendar(
                Symbols
                    .Where(_ => random.Next(2) == 0)
                    .Select(symbol => (symbol, ExchangeCalendar.DateOf(first.AddDays(random.Next(80, 160)))))
            ),
            Recommendations = new Recommendations(Recommended(random, market["SPY"])),
            MacroEvents =
            [
                new MacroEvent("evt_1", MacroSeverity.High, "Rates", first.AddDays(100), first.AddDays(110)),
            ],
            Observe = (input, output) =>
            {
                var step = new WalkStep(input with { Symbols = input.Symbols.ToArray() }, output);
                (step.At < step.Session.Close ? steps : closes).Add(step);
            },
        };
        return new Walk(seed, request, steps, closes, Backtester.Run(request));
    }

    private static SortedDictionary<string, Bar[]> Days(int seed, Random random)
    {
        var market = Replays.Wandering(seed, 170, Symbols);
        foreach (var symbol in Symbols)
        {
            market[symbol] = (seed % 4) switch
            {
                1 => Hostile(market[symbol], random),
                2 => Wild(market[symbol], random),
                _ => market[symbol],
            };
        }

        return market;
    }

    /// <summary>Two sessions of the synthetic market, after two to learn from.</summary>
    private static SortedDictionary<string, Bar[]> Minutes(int seed)
    {
        var session = ExchangeCalendar.SessionOnOrAfter(new DateOnly(2025, 1, 2).AddDays(seed));
        var synthetic = new SyntheticMarket(seed);
        var bars = Symbols.ToDictionary(
            symbol => symbol,
            symbol =>
                synthetic
                    .Bars(
                        symbol,
                        BarInterval.FiveMinutes,
                        session.Open,
                        ExchangeCalendar.SessionAt(session.Index + 4).Close
                    )
                    .ToArray()
        );
        return new SortedDictionary<string, Bar[]>(bars, StringComparer.Ordinal);
    }

    private static Bar[] Hostile(Bar[] bars, Random random)
    {
        var factor = random.Next(4) switch
        {
            0 => 0.01 / bars[0].Open,
            1 => 9_000_000 / bars.Max(bar => bar.High),
            _ => 1,
        };
        var halt = random.Next(60, 150);
        return
        [
            .. bars.Where((_, i) => i < 55 || random.Next(12) > 0)
                .Select(
                    (bar, i) =>
                        i > 60 && random.Next(80) == 0 ? Times(bar, -random.Next(2))
                        : i >= halt && i < halt + 8 ? Flat(bar, bars[halt].Close * factor)
                        : i > 60 && random.Next(40) == 0 ? Times(bar, factor * (0.5 + random.NextDouble()))
                        : Times(bar, factor)
                ),
        ];
    }

    /// <summary>Swings three times as wide, and now and then a crash.</summary>
    private static Bar[] Wild(Bar[] bars, Random random)
    {
        var level = 1.0;
        return
        [
            .. bars.Select(bar =>
            {
                level *= random.Next(25) == 0 ? 0.85 : 1 + ((random.NextDouble() - 0.47) * 0.06);
                return Times(bar, level);
            }),
        ];
    }

    private static IEnumerable<Recommendation> Recommended(Random random, Bar[] bars)
    {
        for (var i = 0; i < 30; i++)
        {
            var at = bars[random.Next(bars.Length)].Start;
            yield return new Recommendation(
                $"rec_{i}",
                Symbols[random.Next(Symbols.Length)],
                (RecommendationAction)random.Next(4),
                random.NextDouble(),
                (RecommendationMode)random.Next(2),
                (RecommendationHorizon)random.Next(3),
                "It is cheap.",
                at,
                at.AddHours(random.Next(1, 60))
            );
        }
    }

    private static Bar Times(Bar bar, double factor) =>
        bar with
        {
            Open = bar.Open * factor,
            High = (factor < 0 ? bar.Low : bar.High) * factor,
            Low = (factor < 0 ? bar.High : bar.Low) * factor,
            Close = bar.Close * factor,
        };

    private static Bar Flat(Bar bar, double price) =>
        bar with
        {
            Open = price,
            High = price,
            Low = price,
            Close = price,
        };
}
