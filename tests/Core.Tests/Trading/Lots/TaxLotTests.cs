using AgentTrader.Core.Trading;
using static AgentTrader.Core.Tests.Trading.Trades;

namespace AgentTrader.Core.Tests.Trading.Lots;

/// <summary>Document 5, requirement 12.</summary>
public class TaxLotTests
{
    private static readonly Book Active = Book.Open(10_000m).Activate();

    [Fact]
    public void A_loss_is_a_wash_sale_when_the_symbol_was_bought_in_the_30_days_before()
    {
        var book = Trade(Active, "1", TradeAction.Buy, 10, 100m, 0).Book;
        book = Trade(book, "2", TradeAction.Buy, 10, 90m, 60).Book;
        var change = Trade(book, "3", TradeAction.Sell, 10, 80m, 90);
        Assert.True(Assert.Single(change.Closed).IsWashSale);
        Assert.Equal((-200m, 0m), (change.Closed[0].RealizedPnL, change.Closed[0].TaxablePnL));
        var late = Trade(book, "3", TradeAction.Sell, 10, 80m, 90.1);
        Assert.False(Assert.Single(late.Closed).IsWashSale);
        Assert.Equal(-200m, late.Closed[0].TaxablePnL);
    }

    [Fact]
    public void The_rest_of_the_lot_that_is_sold_is_no_other_purchase()
    {
        var book = Trade(Active, "1", TradeAction.Buy, 10, 100m, 0).Book;
        Assert.False(Assert.Single(Trade(book, "2", TradeAction.Sell, 5, 80m, 1).Closed).IsWashSale);
    }

    [Fact]
    public void A_profit_is_never_a_wash_sale()
    {
        var book = Trade(Active, "1", TradeAction.Buy, 10, 100m, 0).Book;
        book = Trade(book, "2", TradeAction.Buy, 10, 90m, 10).Book;
        Assert.False(Assert.Single(Trade(book, "3", TradeAction.Sell, 10, 120m, 11).Closed).IsWashSale);
    }

    [Theory]
    [InlineData(30, true)]
    [InlineData(30.1, false)]
    public void A_buy_within_30_days_after_a_loss_is_marked_as_its_replacement(double days, bool isReplacement)
    {
        var book = Trade(Active, "1", TradeAction.Buy, 10, 100m, 0).Book;
        book = Trade(book, "2", TradeAction.Sell, 10, 80m, 1).Book;
        book = Trade(book, "3", TradeAction.Buy, 10, 80m, 1 + days).Book;
        Assert.Equal(isReplacement, Assert.Single(book.Lots).IsReplacement);
    }

    private static BookChange Trade(Book book, string id, TradeAction action, long quantity, decimal price, double day)
    {
        var (order, fill) = Trades.Trade(id, action, "AAPL", quantity, price);
        return book.Apply(order, fill with { MarketTime = At.AddDays(day) });
    }
}
