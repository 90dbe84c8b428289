using AgentTrader.Core.Oversight;
using AgentTrader.Core.Trading;

namespace AgentTrader.Core.Tests.Oversight;

public class RiskScoreTests
{
    private static readonly TradeFacts Facts = new("TSLA", TradeAction.Buy, 25_000m, 25m, 1.75, 0.7, false);

    [Fact]
    public void The_score_is_the_weighted_mean_of_its_parts()
    {
        var risk = RiskScore.Of(Facts, 100_000m, 0.5, -1_000m, 2_000m);
        Assert.Equal([5, 5, 5, 5, 5], risk.Parts.Select(part => part.Score));
        Assert.Equal((5.0, PortfolioImpact.Medium), (risk.Score, risk.PortfolioImpact));
        var severe = RiskScore.Of(Facts with { Concentration = 100, Value = 90_000m }, 100_000m, 1, 0, 0);
        // (10 × 0.25 + 10 × 0.30 + 5 × 0.20 + 10 × 0.15 + 5 × 0.10) / 1
        Assert.Equal((8.5, PortfolioImpact.High), (severe.Score, severe.PortfolioImpact));
    }

    [Fact]
    public void What_is_not_known_is_left_out_and_not_counted_as_harmless()
    {
        var risk = RiskScore.Of(Facts with { Volatility = null, Confidence = null }, 100_000m, null, 0, 0);
        Assert.Equal([RiskKind.Size, RiskKind.Concentration], risk.Parts.Select(part => part.Kind));
        Assert.Equal(5, risk.Score);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(1_000_000.0)]
    public void A_score_lies_between_0_and_10_whatever_the_portfolio(double value)
    {
        var hostile = new TradeFacts("X", TradeAction.Buy, 10_000_000m, 999m, 1e9, -5, true);
        Assert.Equal(10, RiskScore.Of(hostile, (decimal)value, 5, 0, 0).Score);
        var harmless = new TradeFacts("X", TradeAction.Buy, 0m, 0m, 0, 2, false);
        Assert.Equal(0, RiskScore.Of(harmless, 1_000m, -1, 0, 0).Score);
    }

    [Fact]
    public void The_allocation_after_a_trade_holds_what_before_held_but_for_the_fee()
    {
        var book = Trading.Trades.Buy(Book.Open(10_000m).Activate(), "trd_1", "AAPL", 10, 100m);
        var before = Allocation.Of(book, _ => 110m);
        Assert.Equal([("AAPL", 1_100m), (null, 8_999m)], before.Select(slice => (slice.Symbol, slice.Value)));
        var buy = Trading.Trades.Trade("trd_2", TradeAction.Buy, "MSFT", 20, 200m).Order;
        var after = Allocation.After(book, _ => 110m, buy, 200m);
        Assert.Equal(["MSFT", "AAPL", null], after.Select(slice => slice.Symbol));
        Assert.Equal(before.Sum(slice => slice.Value) - 1m, after.Sum(slice => slice.Value));
        Assert.InRange(after.Sum(slice => slice.Percent), 99.98m, 100.02m);
        var sell = Trading.Trades.Trade("trd_3", TradeAction.Sell, "AAPL", 10, 110m).Order;
        Assert.Equal([null], Allocation.After(book, _ => 110m, sell, 110m).Select(slice => slice.Symbol));
    }
}
