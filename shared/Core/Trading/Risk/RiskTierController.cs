using static AgentTrader.Core.InvariantText;

namespace AgentTrader.Core.Trading.Risk;

/// <summary>
/// Moves the risk tier by how trading goes (document 5, requirements 5.4, 5.5 and 3.4), one step at a time. Judged once a
/// session, at its close.
/// </summary>
internal static class RiskTierController
{
    /// <summary>The tier that follows, and why; the same tier and no reason as a rule.</summary>
    public static (RiskTier Tier, string? Reason) Next(RiskTier tier, in RiskTierMetrics metrics, EngineConfig config)
    {
        var isDeep = metrics.Drawdown > config.DowngradeDrawdown;
        if (isDeep || metrics.WinRate < config.DowngradeWinRate)
        {
            return tier == RiskTier.Conservative ? (tier, null)
                : isDeep ? (tier - 1, Text($"the drawdown is {metrics.Drawdown:0.0%}"))
                : (tier - 1, Text($"only {metrics.WinRate:0%} of 30 days' sales won"));
        }

        if (tier == RiskTier.Aggressive || metrics.Drawdown >= config.UpgradeDrawdown)
        {
            return (tier, null);
        }

        if (metrics.ReservePct > config.ReserveHighWaterPct)
        {
            return (tier + 1, Text($"{metrics.ReservePct:0%} of the portfolio is in reserve"));
        }

        return metrics.WinRate > config.UpgradeWinRate && metrics.ReservePct > config.UpgradeReservePct
            ? (
                tier + 1,
                Text(
                    $"{metrics.WinRate:0%} of 30 days' sales won and {metrics.ReservePct:0%} of the portfolio is in reserve"
                )
            )
            : (tier, null);
    }
}
