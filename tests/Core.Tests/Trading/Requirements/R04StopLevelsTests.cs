using AgentTrader.Core.Trading;
using AgentTrader.Core.Trading.Risk;
using AgentTrader.Core.Trading.Stops;
using FsCheck;
using FsCheck.Fluent;

namespace AgentTrader.Core.Tests.Trading.Requirements;

/// <summary>Document 5, requirement 4: where positions end by themselves, over generated markets and books.</summary>
public class R04StopLevelsTests
{
    [Fact]
    public void Every_position_in_view_has_levels_around_its_entry() =>
        Walk.Check(walk =>
            Assert.All(
                walk.Steps,
                step =>
                    Assert.All(
                        step.Output.Book.Positions.Where(position => step.ViewOf(position.Symbol) is not null),
                        position =>
                        {
                            var stop = step.Output.Book.StopOf(position.Symbol)!;
                            Assert.Equal(position.AverageCost, stop.EntryPrice);
                            Assert.True(stop.StopLoss > 0 && stop.TakeProfit > stop.EntryPrice);
                        }
                    )
            )
        );

    [Fact]
    public void Stops_never_move_down_while_a_position_lasts() =>
        Walk.Check(walk =>
            Assert.All(
                walk.Steps,
                step =>
                    Assert.All(
                        step.Input.Book.Stops,
                        before => Assert.True(step.Output.Book.StopOf(before.Symbol)!.StopLoss >= before.StopLoss)
                    )
            )
        );

    [Fact]
    public void A_crossed_level_is_sold_at_once() =>
        Walk.Check(walk =>
            Assert.All(
                walk.Steps.Where(step => !step.IsHalted),
                step =>
                    Assert.All(
                        step.Input.Book.Stops.Where(stop => stop.TriggeredAt is null && IsCrossed(step, stop)),
                        stop =>
                            Assert.Contains(
                                step.Sales,
                                order =>
                                    order.Symbol == stop.Symbol
                                    && order.Quantity == step.Input.Book.PositionIn(stop.Symbol)!.Quantity
                            )
                    )
            )
        );

    [Fact]
    public void First_levels_follow_the_formulas() =>
        Prop.ForAll(
                Gen.Choose(1, 400).ToArbitrary(),
                Gen.Choose(0, 2).ToArbitrary(),
                (cents, tier) =>
                {
                    var view = EngineScene.Rising("AAPL");
                    view.Features.DailyAtr = cents / 100.0;
                    var parameters = RiskTierParameters.Of((RiskTier)tier);
                    var input = EngineScene.Input(
                        Trades.Buy(EngineScene.Fresh, "1", "AAPL", 5, 110m),
                        EngineScene.Now,
                        view
                    ) with
                    {
                        Config = new() { ManualTier = (RiskTier)tier },
                    };
                    // Before the step could move it to breakeven or tighten it for heat.
                    var stop = Engine.Decide(input).StopAdjustments[0];
                    var distance = Money.ToPrice(view.Features.DailyAtr * parameters.StopLossAtrMultiplier);
                    Assert.Equal(110m - distance, stop.StopLoss);
                    Assert.Equal(110m + (distance * (decimal)parameters.RewardRiskRatio), stop.TakeProfit, 4);
                }
            )
            .QuickCheckThrowOnFailure();

    private static bool IsCrossed(WalkStep step, StopLevels stop) =>
        step.ViewOf(stop.Symbol) is { Bid: > 0 } view
        && (
            view.Bid <= stop.StopLoss
            || view.Bid >= Math.Max(stop.TakeProfit, step.Output.Book.StopOf(stop.Symbol)!.TakeProfit)
        );
}
