using System.Globalization;
using AgentTrader.Core.Agents;
using AgentTrader.Core.Market;
using AgentTrader.Core.Trading;
using AgentTrader.Core.Trading.Backtesting;

namespace AgentTrader.Core.Tests.Trading;

/// <summary>
/// What the engine makes of real bars, pinned: a change that changes one order fails here, and says which rules decide
/// differently now. Whoever meant it writes the new figures down.
/// </summary>
public class GoldenTests
{
    private static readonly Lazy<SortedDictionary<string, Bar[]>> Market = new(() =>
        Replays.Recorded("AAPL", "BAC", "IBM", "IWM", "SPY")
    );

    public static TheoryData<Strategy, string, string> Pinned =>
        new()
        {
            {
                Strategy.Conservative,
                "867825c7e30b6ebe: 1032 orders, worth 107158.17, reserve 5020.81, Sharpe 0.354, drawdown 0.039, won 0.564, profit factor 1.474, taxable 8071.03",
                "Buy:NextTranche 467, Buy:Signal 239, Sell:Rebalance 88, Sell:StopLoss 142, Sell:TakeProfit 96, event:BreakerReset 43, event:BreakerTripped 43, event:Rebalanced 88, skip:BroadDecline 13, skip:CircuitBreaker 4, skip:Correlation 25, skip:InsufficientConfidence 300, skip:NotWorthItsFees 1, skip:PositionTooSmall 7, stops 853"
            },
            {
                Strategy.Balanced,
                "638da7ba30b4a903: 2225 orders, worth 118375.26, reserve 9969.98, Sharpe 0.633, drawdown 0.059, won 0.528, profit factor 1.695, taxable 20432.56",
                "Buy:NextTranche 1012, Buy:Signal 522, Sell:CircuitBreaker 1, Sell:Rebalance 170, Sell:Signal 17, Sell:StopLoss 322, Sell:TakeProfit 181, event:BreakerReset 43, event:BreakerTripped 44, event:Rebalanced 170, event:TierChanged 1, skip:BroadDecline 18, skip:CircuitBreaker 5, skip:Correlation 64, skip:InsufficientConfidence 558, skip:NotWorthItsFees 1, skip:PositionTooSmall 14, stops 2021"
            },
            {
                Strategy.Aggressive,
                "dadc51a232adb1ea: 2957 orders, worth 117057.35, reserve 12028.11, Sharpe 0.515, drawdown 0.074, won 0.536, profit factor 1.493, taxable 19850.95",
                "Buy:NextTranche 1336, Buy:Signal 689, Sell:CircuitBreaker 2, Sell:Rebalance 244, Sell:Signal 10, Sell:StopLoss 429, Sell:TakeProfit 247, event:BreakerReset 43, event:BreakerTripped 45, event:Rebalanced 244, event:TierChanged 2, skip:BroadDecline 23, skip:CircuitBreaker 6, skip:Correlation 89, skip:InsufficientConfidence 645, skip:NotWorthItsFees 1, skip:PositionTooSmall 24, stops 2660"
            },
            {
                Strategy.Custom,
                "37c55c1294d3002c: 4615 orders, worth 109139.81, reserve 16395.44, Sharpe 0.222, drawdown 0.094, won 0.530, profit factor 1.199, taxable 13608.61",
                "Buy:NextTranche 2124, Buy:Signal 1102, Sell:CircuitBreaker 5, Sell:Rebalance 288, Sell:Signal 169, Sell:StopLoss 647, Sell:TakeProfit 280, event:BreakerReset 44, event:BreakerTripped 49, event:Rebalanced 288, event:TierChanged 1, skip:BroadDecline 84, skip:CircuitBreaker 17, skip:Correlation 90, skip:InsufficientConfidence 657, skip:PositionTooSmall 27, stops 4212"
            },
        };

    [Theory]
    [MemberData(nameof(Pinned))]
    public void Twenty_years_of_five_shares_give_the_same_orders_as_ever(
        Strategy strategy,
        string statistics,
        string byRule
    )
    {
        var rules = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var result = Backtester.Run(
            Replays.Request(Market.Value, 100_000m) with
            {
                Settings = Replays.Balanced with { Strategy = strategy },
                From = new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero),
                Observe = (_, output) => Count(output, rules),
            }
        );
        var actual = rules.Select(rule => $"{rule.Key} {rule.Value}").ToList();
        var changed = byRule
            .Split(", ")
            .Except(actual)
            .Select(rule => "was " + rule)
            .Concat(actual.Except(byRule.Split(", ")).Select(rule => "is " + rule));
        Assert.True(
            byRule == string.Join(", ", actual),
            $"These rules decide differently: {string.Join(", ", changed)}.\nAll: {string.Join(", ", actual)}\n{Statistics(result)}"
        );
        Assert.Equal(statistics, Statistics(result));
    }

    /// <summary>How often each rule bought, sold, let pass, moved a stop or told of something.</summary>
    private static void Count(EngineOutput output, SortedDictionary<string, int> rules)
    {
        foreach (var decision in output.Decisions)
        {
            Add(decision.SkipReason is { } reason ? $"skip:{reason}" : $"{decision.Action}:{decision.Trigger}");
        }

        foreach (var told in output.Events)
        {
            Add($"event:{told.Kind}");
        }

        foreach (var order in output.Orders.Where(order => output.Decisions.All(each => each.TradeId != order.TradeId)))
        {
            Add($"{order.Action}:NextTranche");
        }

        if (!output.StopAdjustments.IsEmpty)
        {
            rules["stops"] = rules.GetValueOrDefault("stops") + output.StopAdjustments.Length;
        }

        void Add(string rule) => rules[rule] = rules.GetValueOrDefault(rule) + 1;
    }

    private static string Statistics(BacktestResult result) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{result.OrderListHash}: {result.Orders} orders, worth {result.EquityCurve[^1].Value}, reserve {result.Book.ReservePool}, Sharpe {result.Metrics.Sharpe:0.000}, drawdown {result.Metrics.MaxDrawdown:0.000}, won {result.Metrics.WinRate:0.000}, profit factor {result.Metrics.ProfitFactor:0.000}, taxable {result.Metrics.TaxAdjustedPnL}"
        );
}
