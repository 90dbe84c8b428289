using AgentTrader.Core.Market;
using AgentTrader.Core.Trading.Risk;
using FsCheck;
using FsCheck.Fluent;

namespace AgentTrader.Core.Tests.Trading.Requirements;

/// <summary>Document 5, requirement 9: sectors and correlation, over generated markets and books.</summary>
public class R09DiversificationTests
{
    [Fact]
    public void What_moves_too_much_like_the_portfolio_is_never_bought() =>
        Walk.Check(walk => Assert.All(walk.Entries, each => Assert.False(each.Decision.Correlation > 0.8)));

    [Fact]
    public void A_sector_with_everything_bought_in_the_step_stays_within_its_limit() =>
        Walk.Check(walk =>
            Assert.All(
                walk.Entries.GroupBy(each => (each.Step, Sector: Universe.SectorOf(each.Decision.Symbol))),
                bought =>
                {
                    var step = bought.Key.Step;
                    var held = step
                        .Holdings.Where(each => Universe.SectorOf(each.Position.Symbol) == bought.Key.Sector)
                        .Sum(each => each.Value);
                    var added = bought.Sum(each => each.Decision.Price * each.Decision.Quantity);
                    var limit = step.ActivePool * (decimal)step.Parameters.MaxSectorPct;
                    Assert.True(held + added <= limit + 0.02m);
                }
            )
        );

    [Fact]
    public void A_correlation_is_symmetric_and_within_its_range_and_1_with_itself() =>
        Prop.ForAll(
                Gen.Choose(1, 1_000_000_000).ToArbitrary(),
                seed =>
                {
                    var random = new Random(seed);
                    var matrix = new CorrelationMatrix(["A", "B", "C"]);
                    for (var day = 0; day < 120; day++)
                    {
                        matrix.Add([Price(random), Price(random), 5]);
                    }

                    var correlation = matrix.Of("A", "B");
                    Assert.Equal(correlation, matrix.Of("B", "A"));
                    Assert.True(double.IsNaN(correlation) || correlation is >= -1 and <= 1);
                    Assert.True(double.IsNaN(correlation) || Math.Abs(matrix.Of("A", "A") - 1) < 1e-9);
                    Assert.Equal(0, double.IsNaN(matrix.Of("A", "C")) ? 0 : matrix.Of("A", "C"));
                }
            )
            .QuickCheckThrowOnFailure();

    /// <summary>Now and then there is none.</summary>
    private static double Price(Random random) => random.Next(150) == 0 ? 0 : 0.01 + (random.NextDouble() * 1_000_000);
}
