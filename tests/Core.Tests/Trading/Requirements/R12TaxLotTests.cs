using AgentTrader.Core.Trading;
using FsCheck;
using FsCheck.Fluent;

namespace AgentTrader.Core.Tests.Trading.Requirements;

/// <summary>Document 5, requirement 12: tax lots and wash sales, over generated markets and books.</summary>
public class R12TaxLotTests
{
    [Fact]
    public void Sales_close_the_oldest_shares_and_their_parts_add_up_to_the_cent() =>
        Prop.ForAll(
                Histories,
                history =>
                {
                    var book = Book.Open(100_000m).Activate();
                    foreach (var trade in history)
                    {
                        var change = Next(book, trade);
                        if (change is null)
                        {
                            continue;
                        }

                        var sold = change.Closed;
                        Assert.Equal(sold.OrderBy(part => part.AcquiredAt), sold);
                        Assert.Equal(sold.Sum(part => part.Cost), book.Lots.Sum(lot => lot.Cost) - Kept(change, trade));
                        book = change.Book;
                    }
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void A_washed_loss_waits_in_open_shares_and_is_never_lost() =>
        Prop.ForAll(
                Histories,
                history =>
                {
                    var (book, taxable) = (Book.Open(100_000m).Activate(), 0m);
                    foreach (var trade in history)
                    {
                        if (Next(book, trade) is { } change)
                        {
                            // A purchase within 30 days takes back a loss that had counted.
                            taxable +=
                                change.Closed.Sum(part => part.TaxablePnL)
                                + (trade.IsBuy ? change.Book.Lots[^1].WashedLoss : 0);
                            book = change.Book;
                            Assert.Equal(taxable, book.TaxAdjustedPnL);
                            Assert.True(book.TaxAdjustedPnL >= book.RealizedPnL);
                        }
                    }
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Without_purchases_30_days_around_a_sale_taxes_see_the_plain_profit() =>
        Prop.ForAll(
                Histories,
                history =>
                {
                    var book = Book.Open(100_000m).Activate();
                    var at = Trades.At;
                    foreach (var trade in history.Where(trade => trade.Symbol == "AAPL"))
                    {
                        at = at.AddDays(31);
                        var change = Next(book, trade with { Days = 0 }, at);
                        Assert.All(change?.Closed ?? [], part => Assert.False(part.IsWashSale));
                        book = change?.Book ?? book;
                    }

                    Assert.Equal(book.RealizedPnL, book.TaxAdjustedPnL);
                }
            )
            .QuickCheckThrowOnFailure();

    private sealed record Wish(int Number, string Symbol, bool IsBuy, long Quantity, decimal Price, int Days);

    private static Arbitrary<List<Wish>> Histories { get; } =
        Gen.Choose(1, 1_000_000_000)
            .Select(seed =>
            {
                var (random, day) = (new Random(seed), 0);
                return Enumerable
                    .Range(0, 30)
                    .Select(i => new Wish(
                        i,
                        random.Next(2) == 0 ? "AAPL" : "KO",
                        random.Next(2) == 0,
                        random.Next(1, 20),
                        random.Next(1, 4_000_000) / 10_000m,
                        day += random.Next(25)
                    ))
                    .ToList();
            })
            .ToArbitrary();

    private static BookChange? Next(Book book, Wish wish, DateTimeOffset? at = null)
    {
        var held = book.PositionIn(wish.Symbol)?.Quantity ?? 0;
        var quantity = wish.IsBuy ? wish.Quantity : Math.Min(wish.Quantity, held);
        if (quantity == 0)
        {
            return null;
        }

        var action = wish.IsBuy ? TradeAction.Buy : TradeAction.Sell;
        var (order, fill) = Trades.Trade($"{wish.Number}", action, wish.Symbol, quantity, wish.Price);
        fill = fill with { MarketTime = at ?? Trades.At.AddDays(wish.Days) };
        return book.Check(order, wish.Price, fill.Fees) is null ? book.Apply(order, fill) : null;
    }

    private static decimal Kept(BookChange change, Wish wish) =>
        change.Book.Lots.Sum(lot => lot.Cost) - (wish.IsBuy ? change.Book.Lots[^1].Cost : 0);
}
