using AgentTrader.Core.Market;
using AgentTrader.Core.Trading;
using AgentTrader.Core.Trading.Backtesting;
using FsCheck.Fluent;

namespace AgentTrader.Core.Tests.Trading.Requirements;

/// <summary>Document 5, requirement 15: backtests, over generated markets and books.</summary>
public class R15BacktestTests
{
    [Fact]
    public void The_same_request_gives_the_same_orders() =>
        Walk.Check(walk =>
        {
            var again = Backtester.Run(walk.Request with { Observe = null });
            Assert.Equal(walk.Result.OrderListHash, again.OrderListHash);
            Assert.Equal(walk.Result.Book.ToJson(), again.Book.ToJson());
        });

    [Fact]
    public void The_book_is_what_the_fills_make_of_it() =>
        Walk.Check(walk =>
        {
            var book = walk.Result.Book.Assert();
            Assert.Equal(book.RealizedPnL, walk.Result.Trades.Sum(trade => trade.PnL));
            Assert.Equal(book.FeesPaid, walk.Result.Orders * Fees.Flat);
            Assert.Equal(walk.Request.InitialCapital, book.Budget);
        });

    [Fact]
    public void Changing_what_comes_later_changes_nothing_before() =>
        Walk.Check(walk =>
        {
            var at = walk.Steps[walk.Steps.Count * 2 / 3].At;
            var other = new List<string>();
            Backtester.Run(
                walk.Request with
                {
                    Bars = walk.Request.Bars.ToDictionary(pair => pair.Key, pair => ChangedFrom(pair.Value, at)),
                    Observe = (input, output) => Note(other, input.MarketTime, output, at),
                }
            );
            var expected = new List<string>();
            walk.Steps.ToList().ForEach(step => Note(expected, step.At, step.Output, at));
            Assert.NotEmpty(expected);
            Assert.Equal(expected, other);
        });

    [Fact]
    public void Metrics_are_those_of_the_curve_and_of_the_trades() =>
        Walk.Check(walk =>
        {
            var (metrics, curve) = (walk.Result.Metrics, walk.Result.EquityCurve);
            Assert.Equal((double)(curve[^1].Value / walk.Request.InitialCapital) - 1, metrics.TotalReturn, 1e-9);
            Assert.Equal(walk.Result.Trades.Count(trade => trade.PnL > 0), metrics.Wins);
            Assert.Equal(walk.Result.Trades.Count(trade => trade.IsMicro), walk.Result.Micro.Trades);
        });

    [Fact]
    public void Each_sale_names_the_recommendation_that_had_opened_its_position()
    {
        var named = 0;
        Walk.Check(walk =>
        {
            foreach (var sale in walk.Result.Trades)
            {
                var opening = walk.Entries.Last(each =>
                    each.Decision.Symbol == sale.Symbol && each.Step.At <= sale.OpenedAt
                );
                Assert.Equal(opening.Decision.RecommendationId, sale.RecommendationId);
                named += sale.RecommendationId is null ? 0 : 1;
            }
        });
        Assert.True(named > 0);
    }

    private static void Note(List<string> to, DateTimeOffset at, EngineOutput output, DateTimeOffset until)
    {
        if (at < until)
        {
            to.AddRange(output.Decisions.Select(decision => decision.DecisionId));
            to.AddRange(output.StopAdjustments.Select(stop => stop.ToString()));
            to.AddRange(output.Orders.Select(order => $"{order.Action} {order.Quantity} {order.EstimatedPrice}"));
        }
    }

    /// <summary>Of the bar that an instant lies in the opening stays: that was known.</summary>
    private static ReadOnlyMemory<Bar> ChangedFrom(ReadOnlyMemory<Bar> bars, DateTimeOffset at)
    {
        var changed = bars.ToArray();
        for (var i = 0; i < changed.Length; i++)
        {
            if (changed[i].End > at)
            {
                var open = changed[i].Start < at ? changed[i].Open : changed[i].Open * 2;
                changed[i] = changed[i] with { Open = open, High = open * 3, Low = open / 3, Close = open / 2 };
            }
        }

        return changed;
    }
}
