using AgentTrader.Core.Agents;
using AgentTrader.Core.Market.Signals;
using AgentTrader.Core.Trading;
using AgentTrader.Core.Trading.Lots;
using AgentTrader.Core.Trading.Stops;
using static AgentTrader.Core.Tests.Trading.Trades;

namespace AgentTrader.Core.Tests.Trading;

public class BookTests
{
    private static readonly Book Active = Book.Open(10_000m).Activate();

    [Fact]
    public void Opens_paused_with_the_budget_in_cash()
    {
        var book = Book.Open(10_000m);
        Assert.Equal((AgentStatus.Paused, 10_000m, 10_000m), (book.Status, book.Budget, book.Cash));
        Assert.Empty(book.Positions);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(100_001)]
    public void Refuses_to_open_outside_the_budget_range(int budget) =>
        Refuses(BookRefusalReason.InvalidBudget, () => Book.Open(budget));

    [Fact]
    public void A_buy_moves_cash_into_a_lot_and_pays_the_fee()
    {
        var (order, fill) = Trade("1", TradeAction.Buy, "AAPL", 10, 150.23m);
        var change = Active.Apply(order, fill);
        Assert.Equal(8_496.70m, change.Book.Cash);
        Assert.Equal(1.00m, change.Book.FeesPaid);
        Assert.Equal(0m, change.RealizedPnL);
        Assert.Equal(new Lot("1", "AAPL", At, 10, 1_502.30m), Assert.Single(change.Book.Lots));
        Assert.Equal(new Position("AAPL", 10, 1_502.30m, At), Assert.Single(change.Book.Positions));
    }

    [Fact]
    public void A_sell_closes_the_oldest_lots_first()
    {
        var book = Buy(Active, "1", "AAPL", 10, 10m);
        book = Buy(book, "2", "MSFT", 5, 20m);
        book = Buy(book, "3", "AAPL", 10, 12m);
        var (order, fill) = Trade("4", TradeAction.Sell, "AAPL", 15, 11m);
        var change = book.Apply(order, fill);
        Assert.Equal(
            [
                new ClosedLot("1", "4", "AAPL", At, At, 10, 100m, 110m),
                new ClosedLot("3", "4", "AAPL", At, At, 5, 60m, 55m),
            ],
            change.Closed
        );
        Assert.Equal(5m, change.RealizedPnL);
        Assert.Equal(["2", "3"], change.Book.Lots.Select(lot => lot.TradeId));
        Assert.Equal(60m, change.Book.PositionIn("AAPL")!.Cost);
        Assert.Equal(5m, change.Book.RealizedPnL);
    }

    [Fact]
    public void Cost_of_thirds_of_a_cent_does_not_drift()
    {
        var book = Buy(Active, "1", "AAPL", 3, 33.3333m);
        Assert.Equal(100.00m, book.Lots[0].Cost);
        var costs = new List<decimal>();
        for (var i = 0; i < 3; i++)
        {
            var (order, fill) = Trade($"s{i}", TradeAction.Sell, "AAPL", 1, 33.3333m);
            var change = book.Apply(order, fill);
            costs.Add(change.Closed[0].Cost);
            book = change.Book;
        }

        Assert.Equal([33.33m, 33.34m, 33.33m], costs);
        Assert.Empty(book.Lots);
        Assert.Equal(-0.01m, book.RealizedPnL);
    }

    [Fact]
    public void Rejects_a_buy_that_would_overdraw_cash()
    {
        var (order, fill) = Trade("1", TradeAction.Buy, "AAPL", 100, 100m);
        Assert.Equal(BookRefusalReason.InsufficientCash, Active.Check(order, 100m, 1m)!.Reason);
        Refuses(BookRefusalReason.InsufficientCash, () => Active.Apply(order, fill));
        Assert.Null(Active.Check(order, 99.99m, 1m));
    }

    [Fact]
    public void Rejects_selling_short()
    {
        var book = Buy(Active, "1", "AAPL", 10, 10m);
        var (order, _) = Trade("2", TradeAction.Sell, "AAPL", 11, 10m);
        Assert.Equal(BookRefusalReason.NotEnoughShares, book.Check(order, 10m, 1m)!.Reason);
    }

    [Fact]
    public void Rejects_the_101st_position_but_not_more_of_the_100th()
    {
        var book = Active;
        for (var i = 0; i < Book.MaxPositions; i++)
        {
            book = Buy(book, $"{i}", $"S{i}", 1, 1m);
        }

        Assert.Equal(
            BookRefusalReason.TooManyPositions,
            book.Check(Trade("x", TradeAction.Buy, "S100", 1, 1m).Order, 1m, 1m)!.Reason
        );
        Assert.Null(book.Check(Trade("x", TradeAction.Buy, "S99", 1, 1m).Order, 1m, 1m));
    }

    [Fact]
    public void Rejects_the_same_buy_twice()
    {
        var book = Buy(Active, "1", "AAPL", 1, 10m);
        Assert.Equal(
            BookRefusalReason.Duplicate,
            book.Check(Trade("1", TradeAction.Buy, "AAPL", 1, 10m).Order, 10m, 1m)!.Reason
        );
    }

    [Theory]
    [InlineData(0, 10, 1)]
    [InlineData(-5, 10, 1)]
    [InlineData(10_000_001, 0.01, 1)]
    [InlineData(1, 0, 1)]
    [InlineData(1, -1, 1)]
    [InlineData(1, 1.00001, 1)]
    [InlineData(1, 10_000_001, 1)]
    [InlineData(1, 10, -1)]
    [InlineData(1, 10, 0.001)]
    public void Rejects_a_quantity_price_or_fee_out_of_range(long quantity, double price, double fees) =>
        Assert.Equal(
            BookRefusalReason.InvalidOrder,
            Active.Check(Trade("1", TradeAction.Buy, "AAPL", quantity, 1m).Order, (decimal)price, (decimal)fees)!.Reason
        );

    [Fact]
    public void Trades_only_while_active()
    {
        var (order, _) = Trade("1", TradeAction.Buy, "AAPL", 1, 10m);
        Book[] idle = [Book.Open(100m), Active.Pause(), Active.Stop(), Active.Fail("The broker is gone.")];
        Assert.All(idle, book => Assert.Equal(BookRefusalReason.NotActive, book.Check(order, 10m, 1m)!.Reason));
    }

    [Fact]
    public void Liquidates_a_stopped_agent_whose_approval_is_pending_but_buys_nothing_for_it()
    {
        var book = Buy(Active, "1", "AAPL", 10, 10m).AwaitApproval("9").Stop();
        var (sell, fill) = Trade("2", TradeAction.Sell, "AAPL", 10, 9m);
        var after = book.Apply(sell with { Purpose = OrderPurpose.Liquidation }, fill).Book;
        Assert.Empty(after.Lots);
        Assert.Equal("9", after.PendingApprovalTradeId);
        var buy = Trade("3", TradeAction.Buy, "AAPL", 1, 9m).Order with { Purpose = OrderPurpose.Liquidation };
        Assert.Equal(BookRefusalReason.NotActive, after.Check(buy, 9m, 1m)!.Reason);
    }

    [Fact]
    public void Buys_nothing_else_while_an_approval_is_pending_and_sells()
    {
        var (order, fill) = Trade("1", TradeAction.Buy, "AAPL", 1, 10m);
        var book = Active.AwaitApproval("1");
        Assert.Equal(
            BookRefusalReason.ApprovalPending,
            book.Check(order with { TradeId = "2", ApprovedBy = "usr" }, 10m, 1m)!.Reason
        );
        Assert.Equal(BookRefusalReason.ApprovalPending, book.Check(order, 10m, 1m)!.Reason);
        Assert.Null(book.Apply(order with { ApprovedBy = "usr" }, fill).Book.PendingApprovalTradeId);
        var (sell, sold) = Trade("3", TradeAction.Sell, "AAPL", 10, 9m);
        var after = Buy(Active, "2", "AAPL", 10, 10m).AwaitApproval("1").Apply(sell, sold).Book;
        Assert.Empty(after.Positions);
        Assert.Equal("1", after.PendingApprovalTradeId);
        Assert.Equal(
            BookRefusalReason.ApprovalPending,
            after.Check(sell with { TradeId = "1", Quantity = 1 }, 10m, 1m)!.Reason
        );
    }

    [Fact]
    public void Waits_for_one_approval_at_a_time()
    {
        var book = Active.AwaitApproval("1");
        Assert.Same(book.PendingApprovalTradeId, book.AwaitApproval("1").PendingApprovalTradeId);
        Refuses(BookRefusalReason.ApprovalPending, () => book.AwaitApproval("2"));
        Refuses(BookRefusalReason.InvalidTransition, () => book.EndApproval("2"));
        Assert.Null(book.EndApproval("1").PendingApprovalTradeId);
        Refuses(BookRefusalReason.NotActive, () => Active.Pause().AwaitApproval("1"));
    }

    [Fact]
    public void Moves_between_statuses_only_along_the_allowed_ways()
    {
        var paused = Book.Open(100m);
        var failed = Active.Fail("The broker is gone.");
        Assert.Equal(AgentStatus.Active, failed.Activate().Status);
        Assert.Null(failed.Activate().Error);
        Assert.Equal(AgentStatus.Paused, failed.Pause().Status);
        Assert.Equal(AgentStatus.Stopped, failed.Stop().Status);
        Refuses(BookRefusalReason.InvalidTransition, () => Active.Activate());
        Refuses(BookRefusalReason.InvalidTransition, () => paused.Pause());
        Refuses(BookRefusalReason.InvalidTransition, () => paused.Fail("x"));
        var stopped = paused.Stop();
        Refuses(BookRefusalReason.InvalidTransition, () => stopped.Stop());
        Refuses(BookRefusalReason.InvalidTransition, () => stopped.Activate());
        Refuses(BookRefusalReason.InvalidTransition, () => stopped.Pause());
    }

    [Fact]
    public void Changes_the_budget_through_cash()
    {
        Assert.Equal((12_000m, 12_000m), Figures(Active.ChangeBudget(12_000m, 10_000m)));
        Refuses(BookRefusalReason.BudgetBelowValue, () => Active.ChangeBudget(9_999.99m, 10_000m));
        var lost = Buy(Active, "1", "AAPL", 90, 100m);
        Assert.Equal((9_500m, 499m), Figures(lost.ChangeBudget(9_500m, 5_000m)));
        Refuses(BookRefusalReason.InsufficientCash, () => lost.ChangeBudget(9_000m, 5_000m));
        Refuses(BookRefusalReason.InvalidBudget, () => lost.ChangeBudget(100_000.01m, 5_000m));

        static (decimal, decimal) Figures(Book book) => (book.Budget, book.Cash);
    }

    [Fact]
    public void A_stop_goes_with_its_position()
    {
        var stop = new StopLevels("AAPL", 10m, 9m, 12m, 0.5, 2, 0.7, SignalKind.Trend, At);
        Refuses(BookRefusalReason.NotEnoughShares, () => Active.SetStop(stop));
        var book = Buy(Active, "1", "AAPL", 10, 10m).SetStop(stop).SetStop(stop with { StopLoss = 9.5m });
        Assert.Equal(9.5m, Assert.Single(book.Stops).StopLoss);
        var (half, halfFill) = Trade("2", TradeAction.Sell, "AAPL", 5, 10m);
        book = book.Apply(half, halfFill).Book;
        Assert.Single(book.Stops);
        var (rest, restFill) = Trade("3", TradeAction.Sell, "AAPL", 5, 10m);
        Assert.Empty(book.Apply(rest, restFill).Book.Stops);
    }

    [Fact]
    public void Values_positions_at_price_and_unpriced_ones_at_cost()
    {
        var book = Buy(Buy(Active, "1", "AAPL", 10, 10m), "2", "MSFT", 10, 10m);
        Assert.Equal(10_000m - 2m + 20m, book.ValueAt(symbol => symbol == "AAPL" ? 12m : null));
    }

    [Fact]
    public void A_fill_of_another_order_is_a_programming_error()
    {
        var (order, fill) = Trade("1", TradeAction.Buy, "AAPL", 1, 10m);
        Assert.Throws<ArgumentException>(() => Active.Apply(order, fill with { TradeId = "2" }));
        Assert.Throws<ArgumentException>(() => Active.Apply(order, fill with { Quantity = 2 }));
    }

    private static void Refuses(BookRefusalReason reason, Func<object> change) =>
        Assert.Equal(reason, Assert.Throws<BookRefusedException>(change).Reason);
}
