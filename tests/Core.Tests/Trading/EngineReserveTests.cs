using AgentTrader.Core.Trading;
using AgentTrader.Core.Trading.Risk;
using static AgentTrader.Core.Tests.Trading.EngineScene;
using static AgentTrader.Core.Tests.Trading.Trades;

namespace AgentTrader.Core.Tests.Trading;

/// <summary>Document 5, requirement 3: what is put aside.</summary>
public class EngineReserveTests
{
    [Fact]
    public void A_profit_feeds_the_reserve_pool_and_a_disaster_opens_it()
    {
        var book = Buy(Fresh, "1", "AAPL", 50, 110m);
        var (order, fill) = Trade("2", TradeAction.Sell, "AAPL", 50, 120m);
        var change = book.Apply(order, fill);
        Assert.Equal(new ReserveEntry(ReserveTrigger.ProfitSiphon, 100m, 100m, fill.MarketTime), change.Reserve);
        Assert.Equal((100m, 10_498m), (change.Book.ReservePool, change.Book.Cash));
        var poor = Buy(change.Book, "3", "AAPL", 90, 110m);
        var view = Rising("AAPL");
        view.Bid = 55m;
        var output = Decide(poor, view);
        Assert.Equal(ReserveTrigger.EmergencyLiquidation, Assert.Single(output.Reserve).Trigger);
        Assert.Equal((0m, RiskTier.Conservative), (output.Book.ReservePool, output.Book.Engine.Tier));
        Assert.Contains(output.Events, each => each.Kind == EngineEventKind.ReserveReleased);
    }

    [Fact]
    public void The_reserve_moves_only_within_what_there_is()
    {
        Assert.Throws<BookRefusedException>(() => Fresh.MoveReserve(ReserveTrigger.ManualAdjustment, 10_000.01m, Now));
        Assert.Throws<BookRefusedException>(() => Fresh.MoveReserve(ReserveTrigger.ManualAdjustment, -0.01m, Now));
        Assert.Throws<BookRefusedException>(() => Fresh.MoveReserve(ReserveTrigger.ManualAdjustment, 0.001m, Now));
        var (book, entry) = Fresh.MoveReserve(ReserveTrigger.ManualAdjustment, 4_000m, Now);
        Assert.Equal((4_000m, 6_000m, 4_000m), (book.ReservePool, book.AvailableCash, entry.BalanceAfter));
        Assert.Equal(
            BookRefusalReason.InsufficientCash,
            book.Check(Trade("1", TradeAction.Buy, "A", 60, 100m).Order, 100m, 1m)!.Reason
        );
    }
}
