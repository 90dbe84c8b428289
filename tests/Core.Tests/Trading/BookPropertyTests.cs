using AgentTrader.Core.Trading;
using FsCheck;
using FsCheck.Fluent;
using static AgentTrader.Core.Tests.Trading.Trades;

namespace AgentTrader.Core.Tests.Trading;

/// <summary>Invariant 1 of docs/architecture.md over long random sequences of trades and budget changes.</summary>
public class BookPropertyTests
{
    private static readonly Config Long = Config
        .QuickThrowOnFailure.WithMaxTest(200)
        .WithStartSize(50)
        .WithEndSize(400);

    private sealed record Step(int Kind, int Symbol, long Quantity, int PriceTenThousandths);

    [Fact]
    public void The_money_adds_up_to_the_cent_after_every_trade() =>
        Prop.ForAll(Steps(), steps => Run(steps, static (_, after) => after.Assert())).Check(Long);

    [Fact]
    public void What_was_bought_and_not_sold_is_held() =>
        Prop.ForAll(
                Steps(),
                steps =>
                {
                    var held = new Dictionary<string, long>(StringComparer.Ordinal);
                    var last = Run(
                        steps,
                        (order, _) =>
                            held[order.Symbol] =
                                held.GetValueOrDefault(order.Symbol)
                                + (order.Action == TradeAction.Buy ? order.Quantity : -order.Quantity)
                    );
                    Assert.Equal(
                        held.Where(pair => pair.Value > 0).OrderBy(pair => pair.Key, StringComparer.Ordinal),
                        last.Positions.Select(position => KeyValuePair.Create(position.Symbol, position.Quantity))
                    );
                }
            )
            .Check(Long);

    [Fact]
    public void Selling_everything_leaves_cash_alone()
    {
        Prop.ForAll(
                Steps(),
                steps =>
                {
                    var book = Run(steps, static (_, _) => { }).ChangeBudget(Money.MaxBudget, 0m);
                    foreach (var position in book.Positions)
                    {
                        var (order, fill) = Trade(
                            "end-" + position.Symbol,
                            TradeAction.Sell,
                            position.Symbol,
                            position.Quantity,
                            1_000m
                        );
                        book = book.Apply(order, fill).Book;
                    }

                    Assert.Equal(book.Budget + book.RealizedPnL - book.FeesPaid, book.Cash);
                }
            )
            .Check(Long);
    }

    [Fact]
    public void Storing_and_reading_changes_nothing() =>
        Prop.ForAll(
                Steps(),
                steps =>
                {
                    var json = Run(steps, static (_, _) => { }).ToJson();
                    Assert.Equal(json, Book.FromJson(json).ToJson());
                }
            )
            .Check(Long);

    private static Arbitrary<List<Step>> Steps() =>
        (
            from kind in Gen.Choose(0, 9)
            from symbol in Gen.Choose(0, 3)
            from quantity in Gen.Choose(1, 300)
            from price in Gen.Choose(1, 1_000_000)
            select new Step(kind, symbol, quantity, price)
        )
            .ListOf()
            .ToArbitrary();

    /// <summary>Applies what the book takes of the steps; a refused one must leave it as it was.</summary>
    private static Book Run(List<Step> steps, Action<Order, Book> afterTrade)
    {
        var book = Book.Open(50_000m).Activate();
        for (var i = 0; i < steps.Count; i++)
        {
            var step = steps[i];
            if (step.Kind == 0)
            {
                book = book.ChangeBudget(Math.Min(book.Budget + step.Quantity, Money.MaxBudget), 0m);
                continue;
            }

            var action = step.Kind <= 5 ? TradeAction.Buy : TradeAction.Sell;
            var (order, fill) = Trade(
                $"{i}",
                action,
                $"S{step.Symbol}",
                step.Quantity,
                step.PriceTenThousandths / 10_000m
            );
            if (book.Check(order, fill.Price, fill.Fees) is { } refusal)
            {
                Assert.Equal(refusal, Assert.Throws<BookRefusedException>(() => book.Apply(order, fill)).Refusal);
                continue;
            }

            book = book.Apply(order, fill).Book;
            afterTrade(order, book);
        }

        return book;
    }
}
