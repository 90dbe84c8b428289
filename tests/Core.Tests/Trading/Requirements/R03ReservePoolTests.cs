using AgentTrader.Core.Trading;
using AgentTrader.Core.Trading.Risk;
using FsCheck;
using FsCheck.Fluent;

namespace AgentTrader.Core.Tests.Trading.Requirements;

/// <summary>Document 5, requirement 3: the reserve pool, over generated markets and books.</summary>
public class R03ReservePoolTests
{
    [Fact]
    public void The_pool_is_always_covered_and_never_traded_with() =>
        Walk.Check(walk =>
            Assert.All(
                walk.Steps,
                step =>
                {
                    Assert.InRange(step.Output.Book.ReservePool, 0, step.Output.Book.Cash);
                    Assert.Equal(
                        step.Input.Book.ReservePool + step.Output.Reserve.Sum(entry => entry.Amount),
                        step.Output.Book.ReservePool
                    );
                }
            )
        );

    [Fact]
    public void A_fifth_of_each_profit_goes_into_the_pool() =>
        Prop.ForAll(
                Gen.Choose(1, 100_000_000).ToArbitrary(),
                Gen.Choose(1, 100_000_000).ToArbitrary(),
                (bought, sold) =>
                {
                    var (cost, price) = (bought / 10_000m, sold / 10_000m);
                    var book = Trades.Buy(Book.Open(100_000m).Activate(), "1", "AAPL", 2, cost);
                    var (order, fill) = Trades.Trade("2", TradeAction.Sell, "AAPL", 2, price);
                    var change = book.Apply(order, fill);
                    var profit = change.RealizedPnL;
                    Assert.Equal(profit > 0 ? Money.ToCents(profit * 0.20m) : 0, change.Book.ReservePool);
                    Assert.Equal(change.Book.ReservePool, change.Reserve?.BalanceAfter ?? 0);
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void With_less_than_a_hundred_dollars_active_nothing_is_entered() =>
        Walk.Check(walk =>
            Assert.All(
                walk.Steps.Where(step => step.ActivePool < step.Input.Config.MinActivePool),
                step => Assert.Empty(step.Purchases)
            )
        );

    [Fact]
    public void A_loss_of_40_percent_opens_the_pool_and_makes_the_tier_conservative() =>
        Walk.Check(walk =>
            Assert.All(
                walk.Steps.Where(step => step.Value < step.Input.Book.Budget * 0.60m),
                step =>
                {
                    Assert.Equal(0, step.Output.Book.ReservePool);
                    Assert.Equal(step.Input.Config.ManualTier ?? RiskTier.Conservative, step.Tier);
                }
            )
        );
}
