using System.Text.Json;
using AgentTrader.Core.Market;
using AgentTrader.Core.Trading;
using FsCheck;
using FsCheck.Fluent;

namespace AgentTrader.Core.Tests.Trading;

public class EnginePropertyTests
{
    private static readonly string[] Symbols = ["AAPL", "JPM", "SPY", "TSLA", "XOM"];
    private static readonly Arbitrary<int> Seeds = Gen.Choose(1, 1_000_000).ToArbitrary();
    private static readonly Config Few = Config.QuickThrowOnFailure.WithMaxTest(30);

    [Fact]
    public void The_same_inputs_give_the_same_decisions_byte_for_byte() =>
        Prop.ForAll(Seeds, seed => Assert.Equal(Text(Run(Market(seed))), Text(Run(Market(seed))))).Check(Few);

    [Fact]
    public void What_comes_later_changes_no_decision() =>
        Prop.ForAll(
                Seeds,
                Gen.Choose(60, 180).ToArbitrary(),
                (seed, day) =>
                {
                    var market = Market(seed);
                    var before = Run(market);
                    foreach (var (symbol, bars) in market)
                    {
                        // The bar of the day itself too: only its open is known when the engine decides.
                        for (var i = day; i < bars.Length; i++)
                        {
                            var open = i == day ? bars[i].Open : bars[i].Open * 3;
                            bars[i] = bars[i] with
                            {
                                Open = open,
                                High = open * 5,
                                Low = open / 5,
                                Close = open / 2,
                                Volume = 1,
                            };
                        }
                    }

                    var session = ExchangeCalendar.LastStarted(market["SPY"][day].Start).Index;
                    var after = Run(market);
                    Assert.Equal(before.DecisionsUntil[session], after.DecisionsUntil[session]);
                    Assert.Equal(
                        before.Decisions.Take(before.DecisionsUntil[session]),
                        after.Decisions.Take(before.DecisionsUntil[session])
                    );
                }
            )
            .Check(Few);

    [Fact]
    public void Every_order_is_affordable_whole_and_of_a_decision() =>
        Prop.ForAll(
                Seeds,
                Gen.Choose(500, 100_000).ToArbitrary(),
                (seed, budget) =>
                {
                    // The driver applies each order to the book, which refuses what it cannot pay or does not hold.
                    var driver = Run(Market(seed), budget);
                    Assert.All(driver.Fills, fill => Assert.InRange(fill.Order.Quantity, 1, Order.MaxQuantity));
                    Assert.Equal(
                        driver
                            .Decisions.Where(decision => decision.Outcome == DecisionOutcome.Act)
                            .Select(decision => decision.TradeId),
                        driver.Fills.Select(fill => fill.Order.TradeId)
                    );
                    Assert.Equal(
                        driver.Decisions.Count,
                        driver.Decisions.Select(decision => decision.DecisionId).Distinct().Count()
                    );
                }
            )
            .Check(Few);

    private static SortedDictionary<string, Bar[]> Market(int seed) => DailyDriver.Wandering(seed, 200, Symbols);

    private static DailyDriver Run(SortedDictionary<string, Bar[]> market, decimal budget = 10_000m) =>
        new DailyDriver(DailyDriver.Balanced, budget).Run(market);

    private static string Text(DailyDriver driver) =>
        JsonSerializer.Serialize(driver.Decisions)
        + JsonSerializer.Serialize(driver.Fills.Select(fill => fill.Order))
        + driver.Book.ToJson();
}
