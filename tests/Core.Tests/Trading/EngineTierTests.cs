using AgentTrader.Core.Trading;
using AgentTrader.Core.Trading.Risk;
using static AgentTrader.Core.Tests.Trading.EngineScene;

namespace AgentTrader.Core.Tests.Trading;

/// <summary>Document 5, requirement 5: how much risk is taken.</summary>
public class EngineTierTests
{
    [Theory]
    [InlineData(RiskTier.Moderate, 3, 7, 0.00, 0.00, RiskTier.Conservative)]
    [InlineData(RiskTier.Aggressive, 3, 7, 0.00, 0.25, RiskTier.Moderate)]
    [InlineData(RiskTier.Conservative, 0, 9, 0.50, 0.00, RiskTier.Conservative)]
    [InlineData(RiskTier.Moderate, 4, 6, 0.00, 0.00, RiskTier.Moderate)]
    [InlineData(RiskTier.Moderate, 0, 1, 0.00, 0.00, RiskTier.Conservative)]
    [InlineData(RiskTier.Moderate, 0, 0, 0.00, 0.00, RiskTier.Moderate)]
    [InlineData(RiskTier.Moderate, 9, 1, 0.16, 0.25, RiskTier.Conservative)]
    [InlineData(RiskTier.Moderate, 6, 4, 0.04, 0.21, RiskTier.Aggressive)]
    [InlineData(RiskTier.Moderate, 6, 4, 0.05, 0.21, RiskTier.Moderate)]
    [InlineData(RiskTier.Moderate, 6, 4, 0.04, 0.20, RiskTier.Moderate)]
    [InlineData(RiskTier.Moderate, 11, 9, 0.04, 0.21, RiskTier.Moderate)]
    [InlineData(RiskTier.Conservative, 0, 0, 0.00, 0.31, RiskTier.Moderate)]
    [InlineData(RiskTier.Aggressive, 9, 1, 0.00, 0.50, RiskTier.Aggressive)]
    public void The_tier_follows_wins_drawdown_and_reserve(
        RiskTier tier,
        int wins,
        int losses,
        double drawdown,
        double reserve,
        RiskTier expected
    ) =>
        Assert.Equal(
            expected,
            RiskTierController
                .Next(
                    tier,
                    new(wins + losses > 0 ? (double)wins / (wins + losses) : null, null, drawdown, reserve),
                    EngineConfig.Default
                )
                .Tier
        );

    [Fact]
    public void An_operator_overrides_the_tier()
    {
        var input = Input(Fresh, Now, Rising("AAPL", 0.6)) with
        {
            Config = new() { ManualTier = RiskTier.Conservative },
        };
        var decision = Assert.Single(Engine.Decide(input).Decisions);
        Assert.Equal(
            (RiskTier.Conservative, SkipReason.InsufficientConfidence),
            (decision.RiskTier, decision.SkipReason)
        );
    }

    [Theory]
    [InlineData(ReviewInterval.Daily, 0, true)]
    [InlineData(ReviewInterval.Weekly, 0, false)]
    [InlineData(ReviewInterval.Weekly, 4, true)]
    [InlineData(ReviewInterval.Monthly, 4, false)]
    [InlineData(ReviewInterval.Monthly, 18, true)]
    public void The_tier_is_judged_as_often_as_is_configured(ReviewInterval interval, int days, bool isJudged)
    {
        var session = ExchangeCalendarDay(days);
        var book = Fresh.Remember(Fresh.Engine with { Day = session.Date, Losses = 5 });
        var input = Input(book, session.Close) with { Config = new() { TierInterval = interval } };
        var output = Engine.EndSession(input);
        Assert.Equal(isJudged ? RiskTier.Conservative : RiskTier.Moderate, output.Book.Engine.Tier);
        Assert.Equal(session.Date, output.Book.Engine.JudgedOn);
        Assert.Null(Engine.SessionToEnd(output.Book, input.Config, session.Close));
    }
}
