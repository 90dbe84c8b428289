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
                "71fa9a8e800912ca: 1027 orders, worth 107245.47, reserve 5071.08, Sharpe 0.358, drawdown 0.038, won 0.553, profit factor 1.474, taxable 8153.33",
                "Buy:NextTranche 469, Buy:Signal 240, Sell:Rebalance 79, Sell:StopLoss 142, Sell:TakeProfit 97, event:BreakerReset 43, event:BreakerTripped 43, event:Rebalanced 79, skip:BroadDecline 2, skip:CircuitBreaker 4, skip:Correlation 26, skip:InsufficientConfidence 298, skip:NotWorthItsFees 1, skip:PositionTooSmall 7, stops 867"
            },
            {
                Strategy.Balanced,
                "031ce6e96ce75b60: 2228 orders, worth 118331.01, reserve 9952.24, Sharpe 0.631, drawdown 0.060, won 0.525, profit factor 1.694, taxable 20391.31",
                "Buy:NextTranche 1015, Buy:Signal 524, Sell:CircuitBreaker 1, Sell:Rebalance 166, Sell:Signal 19, Sell:StopLoss 322, Sell:TakeProfit 181, event:BreakerReset 43, event:BreakerTripped 44, event:Rebalanced 166, event:TierChanged 1, skip:BroadDecline 1, skip:CircuitBreaker 5, skip:Correlation 63, skip:InsufficientConfidence 550, skip:NotWorthItsFees 1, skip:PositionTooSmall 14, stops 2038"
            },
            {
                Strategy.Aggressive,
                "e35e0d78a0d282dc: 2971 orders, worth 117632.36, reserve 12078.47, Sharpe 0.530, drawdown 0.076, won 0.535, profit factor 1.512, taxable 20439.96",
                "Buy:NextTranche 1345, Buy:Signal 693, Sell:CircuitBreaker 2, Sell:Rebalance 241, Sell:Signal 12, Sell:StopLoss 429, Sell:TakeProfit 249, event:BreakerReset 43, event:BreakerTripped 45, event:Rebalanced 241, event:TierChanged 2, skip:BroadDecline 5, skip:CircuitBreaker 6, skip:Correlation 92, skip:InsufficientConfidence 639, skip:NotWorthItsFees 2, skip:PositionTooSmall 24, stops 2714"
            },
            {
                Strategy.Custom,
                "b7af165077e0959b: 4653 orders, worth 110879.33, reserve 16459.78, Sharpe 0.264, drawdown 0.101, won 0.527, profit factor 1.230, taxable 15386.13",
                "Buy:NextTranche 2146, Buy:Signal 1111, Sell:CircuitBreaker 5, Sell:Rebalance 286, Sell:Signal 167, Sell:StopLoss 654, Sell:TakeProfit 284, event:BreakerReset 45, event:BreakerTripped 50, event:Rebalanced 286, event:TierChanged 1, skip:BroadDecline 23, skip:CircuitBreaker 14, skip:Correlation 94, skip:InsufficientConfidence 650, skip:PositionTooSmall 28, stops 4265"
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
