using AgentTrader.Core.Agents;
using AgentTrader.Core.Market;
using AgentTrader.Core.Trading;
using AgentTrader.Core.Trading.Risk;
using static AgentTrader.Core.Tests.Trading.EngineScene;
using static AgentTrader.Core.Tests.Trading.Trades;

namespace AgentTrader.Core.Tests.Trading;

/// <summary>Document 5, requirements 2, 9 and 10: how much is bought.</summary>
public class EngineSizingTests
{
    [Theory]
    [InlineData(Strategy.Conservative, 0.8, 5, 0.0427)]
    [InlineData(Strategy.Conservative, 1.0, 10, 0.05)]
    [InlineData(Strategy.Balanced, 0.6, 5, 0.0873)]
    [InlineData(Strategy.Balanced, 0.9, 5, 0.10)]
    [InlineData(Strategy.Balanced, 0.6, 1, 0.0524)]
    [InlineData(Strategy.Aggressive, 0.4, 1, 0.072)]
    public void Size_grows_with_confidence_tier_and_tolerance_up_to_the_largest_position(
        Strategy strategy,
        double confidence,
        int tolerance,
        double pct
    )
    {
        var settings = Replays.Balanced with { Strategy = strategy, RiskTolerance = tolerance };
        var output = Decide(Diversified, settings, Cheap("JPM", confidence));
        var decision = Assert.Single(output.Decisions);
        Assert.Equal(pct, (double)(decision.Price * decision.Quantity / decision.ActivePool), 0.0002);
    }

    [Fact]
    public void A_position_has_an_absolute_cap_beside_the_tiers()
    {
        var input = Input(Diversified, Now, Cheap("JPM", 0.9)) with { Config = new() { AbsoluteCapPct = 0.02 } };
        var decision = Assert.Single(Engine.Decide(input).Decisions);
        Assert.Equal(0.02, (double)(decision.Price * decision.Quantity / decision.ActivePool), 0.0002);
    }

    [Fact]
    public void A_first_position_in_a_sector_gets_a_bonus_while_few_sectors_are_held()
    {
        var bonus = Assert.Single(Decide(Fresh, Cheap("JPM", 0.55)).Decisions);
        var plain = Assert.Single(Decide(Diversified, Cheap("JPM", 0.55)).Decisions);
        Assert.Equal(0.096, Part(bonus), 0.0002);
        Assert.Equal(0.08, Part(plain), 0.0002);

        static double Part(Decision decision) => (double)(decision.Price * decision.Quantity / decision.ActivePool);
    }

    [Theory]
    [InlineData(0.4, false)]
    [InlineData(0.7, false)]
    [InlineData(0.78, false)]
    [InlineData(0.85, true)]
    public void What_moves_like_the_portfolio_is_bought_less_or_not_at_all(double target, bool isRejected)
    {
        var matrix = Correlated(target, out var exact);
        var book = Decide(Buy(Fresh, "1", "AAPL", 10, 110m), Rising("AAPL")).Book;
        var input = Input(book, Now, Rising("AAPL"), Cheap("JPM", 0.55)) with
        {
            Correlations = matrix,
            Config = new()
            {
                DiversificationSectors = 0,
                GradualEntryAmount = 1_000_000m,
                GradualEntryPct = 1m,
            },
        };
        var decision = Assert.Single(Engine.Decide(input).Decisions);
        Assert.Equal(exact, decision.Correlation!.Value, 1e-9);
        Assert.Equal(isRejected ? SkipReason.Correlation : null, decision.SkipReason);
        var shrunk = exact > 0.5 ? 0.08 * (0.8 - exact) / 0.3 : 0.08;
        var expected =
            isRejected ? 0
            : exact > 0.7 ? shrunk / 2
            : shrunk;
        Assert.Equal(expected, (double)(decision.Price * decision.Quantity / decision.ActivePool), 0.0002);
    }

    [Fact]
    public void A_sector_has_a_limit()
    {
        var book = Buy(Buy(Fresh, "1", "AAPL", 13, 110m), "2", "IBM", 13, 110m);
        book = Decide(book, Rising("AAPL"), Rising("IBM")).Book;
        var room = Assert.Single(Decide(book, Rising("AAPL"), Rising("IBM"), Cheap("MSFT")).Decisions);
        Assert.Equal(0.30 - 0.286, (double)(room.Price * room.Quantity / room.ActivePool), 0.0005);
        Assert.Equal(0.286, room.SectorExposure!.Value, 0.001);
        var full = Decide(
            Buy(book, "3", "MSFT", 2, 110m),
            Rising("AAPL"),
            Rising("IBM"),
            Rising("MSFT"),
            Cheap("NVDA")
        );
        Assert.Equal(SkipReason.SectorLimit, full.Decisions.Single(each => each.Symbol == "NVDA").SkipReason);
    }

    [Theory]
    [InlineData(0, SkipReason.EarningsBlackout)]
    [InlineData(1, SkipReason.EarningsBlackout)]
    [InlineData(2, null)]
    [InlineData(3, null)]
    [InlineData(4, null)]
    [InlineData(-1, null)]
    [InlineData(-2, null)]
    public void Near_earnings_positions_are_halved_and_on_their_eve_not_entered(int days, SkipReason? reason)
    {
        var input = Input(Diversified, Now, Cheap("JPM", 0.9)) with
        {
            Earnings = new EarningsCalendar([("JPM", ExchangeCalendarDay(days).Date)]),
        };
        var decision = Assert.Single(Engine.Decide(input).Decisions);
        Assert.Equal(reason, decision.SkipReason);
        var isNear = days is >= -1 and <= 3;
        Assert.Equal(isNear, decision.EarningsNear);
        var expected =
            reason is not null ? 0
            : isNear ? 0.05
            : 0.10;
        Assert.Equal(expected, (double)(decision.Price * decision.Quantity / decision.ActivePool), 0.0002);
    }

    /// <summary>Two shares whose returns correlate about as asked.</summary>
    private static CorrelationMatrix Correlated(double target, out double exact)
    {
        var matrix = new CorrelationMatrix(["AAPL", "JPM"]);
        var random = new Random(7);
        var (a, b) = (100.0, 100.0);
        for (var i = 0; i < 91; i++)
        {
            var (x, y) = (random.NextDouble() - 0.5, random.NextDouble() - 0.5);
            a *= 1 + (0.02 * x);
            b *= 1 + (0.02 * ((target * x) + (Math.Sqrt(1 - (target * target)) * y)));
            matrix.Add([a, b]);
        }

        exact = matrix.Of("AAPL", "JPM");
        return matrix;
    }
}
