using System.Globalization;
using AgentTrader.Core.Agents;
using AgentTrader.Core.Trading.Backtesting;

namespace AgentTrader.Core.Tests.Trading;

/// <summary>
/// What the engine makes of real bars, pinned by a hash of its orders: a change of any rule that changes one order fails here,
/// and whoever meant it writes the new figures down.
/// </summary>
public class GoldenTests
{
    [Theory]
    [InlineData(
        Strategy.Conservative,
        "bc93d51b4912a393: 1040 orders, worth 107061.58, reserve 5153.54, Sharpe 0.332, drawdown 0.048, won 0.604, profit factor 1.449"
    )]
    [InlineData(
        Strategy.Balanced,
        "91587c580701d113: 2236 orders, worth 110591.52, reserve 9591.67, Sharpe 0.275, drawdown 0.113, won 0.568, profit factor 1.359"
    )]
    [InlineData(
        Strategy.Aggressive,
        "1058b3b5e7f80558: 2829 orders, worth 113713.68, reserve 12423.12, Sharpe 0.316, drawdown 0.114, won 0.577, profit factor 1.358"
    )]
    [InlineData(
        Strategy.Custom,
        "2c27a7faf9e3805a: 4486 orders, worth 108119.88, reserve 17658.68, Sharpe 0.161, drawdown 0.134, won 0.582, profit factor 1.164"
    )]
    public void Twenty_years_of_five_shares_give_the_same_orders_as_ever(Strategy strategy, string expected)
    {
        var market = Replays.Recorded("AAPL", "BAC", "IBM", "IWM", "SPY");
        var result = Backtester.Run(
            Replays.Request(market, 100_000m) with
            {
                Settings = Replays.Balanced with { Strategy = strategy },
                From = new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero),
            }
        );
        Assert.Equal(
            expected,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{result.OrderListHash}: {result.Orders} orders, worth {result.EquityCurve[^1].Value}, reserve {result.Book.ReservePool}, Sharpe {result.Metrics.Sharpe:0.000}, drawdown {result.Metrics.MaxDrawdown:0.000}, won {result.Metrics.WinRate:0.000}, profit factor {result.Metrics.ProfitFactor:0.000}"
            )
        );
    }
}
