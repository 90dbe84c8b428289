using AgentTrader.Core.Market.Signals;
using AgentTrader.Core.Trading.Stops;
using FsCheck;
using FsCheck.Fluent;

namespace AgentTrader.Core.Tests.Trading.Requirements;

/// <summary>Document 5, requirement 13: portfolio heat, over generated markets and books.</summary>
public class R13PortfolioHeatTests
{
    [Fact]
    public void Too_much_heat_forbids_every_purchase() =>
        Walk.Check(walk =>
            Assert.All(
                walk.Steps.Where(step => HeatOf(step) > step.ActivePool * (decimal)step.Parameters.MaxPortfolioHeat),
                step => Assert.Empty(step.Purchases)
            )
        );

    [Fact]
    public void A_decision_carries_the_heat_of_its_moment() =>
        Walk.Check(walk =>
            Assert.All(
                walk.Entries.Where(each => each.Step.Sales.All(order => order.Symbol.Length == 0)),
                each => Assert.Equal(HeatOf(each.Step), each.Decision.PortfolioHeat)
            )
        );

    [Fact]
    public void Over_four_fifths_of_the_limit_the_least_confident_stop_is_tightened() =>
        Prop.ForAll(
                Gen.Choose(1, 100).ToArbitrary(),
                Gen.Choose(1, 100).ToArbitrary(),
                Gen.Choose(1, 109).ToArbitrary(),
                (first, second, stopLoss) =>
                {
                    var book = Trades.Buy(EngineScene.Fresh, "1", "AAPL", 40, 110m);
                    book = Trades
                        .Buy(book, "2", "XOM", 40, 110m)
                        .SetStop(Stop("AAPL", stopLoss, first))
                        .SetStop(Stop("XOM", stopLoss, second));
                    var (a, b) = (EngineScene.Rising("AAPL"), EngineScene.Rising("XOM"));
                    var heat = 2 * book.StopOf("AAPL")!.HeatOf(a.Bid * 40);
                    var value = book.Cash + (a.Bid * 80);
                    var moved = EngineScene.Decide(book, a, b).StopAdjustments;
                    Assert.Equal(heat > value * 0.20m * 0.80m, moved.Length > 0);
                    if (moved.Length > 0)
                    {
                        Assert.Equal(first <= second ? "AAPL" : "XOM", moved[0].Symbol);
                        Assert.Equal(110m - ((110m - stopLoss) / 2), moved[0].StopLoss);
                    }
                }
            )
            .QuickCheckThrowOnFailure();

    private static StopLevels Stop(string symbol, decimal stopLoss, int confidence) =>
        new(symbol, 110m, stopLoss, 200m, 2, 2, confidence / 100.0, SignalKind.Trend, EngineScene.Now);

    private static decimal HeatOf(WalkStep step) =>
        step.Holdings.Sum(held => step.Output.Book.StopOf(held.Position.Symbol)?.HeatOf(held.Value) ?? 0);
}
