using System.Collections.Immutable;
using static AgentTrader.Core.InvariantText;

namespace AgentTrader.Core.Trading;

/// <summary>Moves the risk tier by how trading goes (document 5, requirements 5.4, 5.5 and 3.4). Judged once a session.</summary>
internal static class RiskTierController
{
    /// <summary>With fewer closed positions in the 30 days the win rate says nothing. Ours.</summary>
    private const int FewestTrades = 5;

    /// <summary>The tier that follows, and why; the same tier and no reason as a rule.</summary>
    public static (RiskTier Tier, string? Reason) Next(
        RiskTier tier,
        ImmutableArray<DayResult> days,
        double drawdown,
        double reservePct,
        EngineConfig config
    )
    {
        var (wins, trades) = (0, 0);
        foreach (var day in days)
        {
            wins += day.Wins;
            trades += day.Wins + day.Losses;
        }

        double? winRate = trades >= FewestTrades ? (double)wins / trades : null;
        if (drawdown > config.DowngradeDrawdown && tier != RiskTier.Conservative)
        {
            return (tier - 1, Text($"the drawdown is {drawdown:0.0%}"));
        }

        if (winRate < config.DowngradeWinRate && tier != RiskTier.Conservative)
        {
            return (tier - 1, Text($"only {winRate:0%} of 30 days' sales won"));
        }

        if (tier == RiskTier.Aggressive || drawdown >= config.UpgradeDrawdown)
        {
            return (tier, null);
        }

        if (reservePct > config.ReserveHighWaterPct)
        {
            return (tier + 1, Text($"{reservePct:0%} of the portfolio is in reserve"));
        }

        return winRate > config.UpgradeWinRate && reservePct > config.UpgradeReservePct
            ? (tier + 1, Text($"{winRate:0%} of 30 days' sales won and {reservePct:0%} of the portfolio is in reserve"))
            : (tier, null);
    }
}
