using FsCheck.Fluent;

namespace AgentTrader.Core.Tests.Trading.Requirements;

/// <summary>Document 5, requirement 11: the trading window and entries in steps, over generated markets and books.</summary>
public class R11TradingWindowTests
{
    [Fact]
    public void Nothing_is_bought_in_the_first_and_last_quarter_of_an_hour() =>
        Walk.Check(walk =>
            Assert.All(
                walk.Steps.Where(step => step.Purchases.Any()),
                step =>
                    Assert.InRange(
                        step.At,
                        step.Session.Open.AddMinutes(15),
                        step.Session.Close.AddMinutes(-15).AddTicks(-1)
                    )
            )
        );

    [Fact]
    public void Tranches_belong_to_one_decision_and_never_buy_more_than_it_said() =>
        Walk.Check(walk =>
        {
            var decided = walk.Entries.ToDictionary(each => each.Decision.DecisionId, each => each.Decision);
            var bought = walk.Steps.SelectMany(step => step.Purchases.Select(order => (step.At, order)));
            Assert.All(
                bought.GroupBy(each => each.order.DecisionId!),
                orders =>
                {
                    Assert.True(orders.Sum(each => each.order.Quantity) <= decided[orders.Key].Quantity);
                    Assert.InRange(orders.Count(), 1, 3);
                    var at = orders.Select(each => each.At).Order().ToList();
                    Assert.All(
                        at.Zip(at.Skip(1)),
                        pair => Assert.True(pair.Second - pair.First >= TimeSpan.FromMinutes(15))
                    );
                }
            );
        });

    [Fact]
    public void Only_what_is_worth_more_than_the_threshold_is_split() =>
        Walk.Check(walk =>
            Assert.All(
                walk.Entries,
                each =>
                {
                    var threshold = Math.Min(30m, each.Decision.ActivePool * 0.05m);
                    var isSplit =
                        each.Step.Purchases.Single(order => order.TradeId == each.Decision.TradeId).Quantity
                        < each.Decision.Quantity;
                    var isLarge = each.Decision.Price * each.Decision.Quantity > threshold;
                    Assert.Equal(isLarge && each.Decision.Quantity > 1, isSplit);
                }
            )
        );

    [Fact]
    public void What_was_cancelled_is_not_bought_any_more() =>
        Walk.Check(walk =>
            Assert.All(
                walk.Steps,
                step =>
                    Assert.All(
                        step.Input.Book.Engine.Plans.Where(plan =>
                            step.Output.Book.Engine.Plans.All(kept => kept.DecisionId != plan.DecisionId)
                            && plan.Tranches > 1
                        ),
                        plan => Assert.DoesNotContain(step.Purchases, order => order.DecisionId == plan.DecisionId)
                    )
            )
        );
}
