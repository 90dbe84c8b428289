using AgentTrader.Core.Trading;
using FsCheck;
using FsCheck.Fluent;

namespace AgentTrader.Core.Tests.Trading.Requirements;

/// <summary>Document 5, requirement 14: performance, over generated markets and books.</summary>
public class R14PerformanceTests
{
    [Fact]
    public void Drawdowns_are_parts_of_1_and_the_current_one_is_not_the_deepest() =>
        Prop.ForAll(
                Curves,
                values =>
                {
                    var metrics = PerformanceMetrics.Of(values, []);
                    Assert.InRange(metrics.MaxDrawdown, 0, 1);
                    Assert.InRange(metrics.CurrentDrawdown, 0, metrics.MaxDrawdown);
                    Assert.Equal((double)(values[^1] / values[0]) - 1, metrics.TotalReturn, 1e-9);
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Ratios_do_not_depend_on_the_size_of_the_portfolio() =>
        Prop.ForAll(
                Curves,
                values =>
                {
                    var (small, large) = (
                        PerformanceMetrics.Of(values, []),
                        PerformanceMetrics.Of([.. values.Select(value => value * 8)], [])
                    );
                    Assert.Equal(small.Sharpe ?? 0, large.Sharpe ?? 0, 1e-6);
                    Assert.Equal(small.Sharpe30 ?? 0, large.Sharpe30 ?? 0, 1e-6);
                    Assert.Equal(small.MaxDrawdown, large.MaxDrawdown, 1e-12);
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Wins_and_losses_add_up_to_the_profit() =>
        Prop.ForAll(
                Gen.Choose(-1_000_000, 1_000_000).Select(cents => cents / 100m).ListOf(40).ToArbitrary(),
                profits =>
                {
                    var metrics = PerformanceMetrics.Of([100m], [.. profits]);
                    Assert.Equal(profits.Count(profit => profit != 0), metrics.Wins + metrics.Losses);
                    var (won, lost) = (profits.Where(p => p > 0).Sum(), profits.Where(p => p < 0).Sum());
                    Assert.Equal(won + lost, metrics.RealizedPnL);
                    Assert.Equal(lost < 0 ? (double)(won / -lost) : null, metrics.ProfitFactor);
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Each_closed_position_has_its_figures() =>
        Walk.Check(walk =>
            Assert.All(
                walk.Result.Trades,
                trade =>
                {
                    Assert.True(trade.HeldFor >= TimeSpan.Zero && trade.EntryPrice > 0 && trade.ExitPrice > 0);
                    Assert.Equal(Math.Sign(trade.PnL), Math.Sign(trade.PnLPct));
                    Assert.Contains(walk.Decisions, each => each.Decision.DecisionId == trade.DecisionId);
                }
            )
        );

    private static Arbitrary<List<decimal>> Curves { get; } =
        Gen.Choose(1, 10_000_000)
            .Select(cents => cents / 100m)
            .ListOf(60)
            .Select(values => values.ToList())
            .ToArbitrary();
}
