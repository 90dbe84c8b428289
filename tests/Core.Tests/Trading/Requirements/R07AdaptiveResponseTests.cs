using AgentTrader.Core.Trading;
using FsCheck;
using FsCheck.Fluent;

namespace AgentTrader.Core.Tests.Trading.Requirements;

/// <summary>Document 5, requirement 7: sudden changes of the market, over generated markets and books.</summary>
public class R07AdaptiveResponseTests
{
    [Fact]
    public void While_most_positions_fall_nothing_is_bought() =>
        Walk.Check(walk => Assert.All(walk.Steps.Where(IsBroadDecline), step => Assert.Empty(step.Purchases)));

    [Fact]
    public void A_macro_event_makes_no_stop_looser() =>
        Walk.Check(walk =>
            Assert.All(
                walk.Steps.Where(step => !step.Input.Book.Positions.IsEmpty && !step.IsHalted),
                step =>
                {
                    var calm = Engine.Decide(step.Input with { MacroEvent = false });
                    var tense = Engine.Decide(step.Input with { MacroEvent = true });
                    var sold = tense.Orders.Where(IsSale).Select(order => order.Symbol);
                    Assert.Empty(calm.Decisions.Where(IsProtection).Select(each => each.Symbol).Except(sold));
                }
            )
        );

    [Fact]
    public void During_a_macro_event_half_of_the_distance_is_enough() =>
        Prop.ForAll(
                Gen.Choose(10, 400).ToArbitrary(),
                Gen.Choose(0, 600).ToArbitrary(),
                (atr, fall) =>
                {
                    var view = EngineScene.Rising("AAPL");
                    view.Features.DailyAtr = atr / 100.0;
                    var held = EngineScene.Decide(Trades.Buy(EngineScene.Fresh, "1", "AAPL", 5, 110m), view).Book;
                    view.Bid = 110m - (fall / 100m);
                    var output = Engine.Decide(
                        EngineScene.Input(held, EngineScene.Now, view) with
                        {
                            MacroEvent = true,
                        }
                    );
                    var stop = 110m - Money.ToPrice(view.Features.DailyAtr * 2.0 * 0.5);
                    Assert.Equal(view.Bid <= stop, output.Orders.Any(IsSale));
                }
            )
            .QuickCheckThrowOnFailure();

    private static bool IsSale(Order order) => order.Action == TradeAction.Sell;

    private static bool IsProtection(Decision decision) =>
        decision.Trigger is DecisionTrigger.StopLoss or DecisionTrigger.CircuitBreaker or DecisionTrigger.TakeProfit;

    private static bool IsBroadDecline(WalkStep step)
    {
        var falling = step.Input.Book.Positions.Count(position =>
            step.ViewOf(position.Symbol) is { Bid: > 0 } view && view.Bid * position.Quantity < position.Cost * 0.98m
        );
        return falling > 1 && falling > step.Input.Book.Positions.Length * 0.5;
    }
}
