using AgentTrader.Core.Agents;

namespace AgentTrader.Core.Trading.Risk;

/// <summary>
/// The defaults of a risk tier (document 5, requirement 5.1). The document names a multiplier in the formula of
/// requirement 2.1 and gives no values for it: half, one and one and a half are ours.
/// </summary>
/// <param name="MinConfidence">Signals below are skipped, 0 to 1.</param>
/// <param name="MaxPositionPct">Largest position, as a part of the active pool.</param>
/// <param name="StopLossAtrMultiplier">How many average true ranges the stop lies below the entry.</param>
/// <param name="RewardRiskRatio">How many times the stop's distance the profit target lies above the entry.</param>
/// <param name="MaxSectorPct">Largest sum of positions in a sector, as a part of the active pool.</param>
/// <param name="MaxPortfolioHeat">Largest loss if every stop is hit, as a part of the active pool.</param>
/// <param name="SizeMultiplier">Scales the base allocation.</param>
public sealed record RiskTierParameters(
    double MinConfidence,
    double MaxPositionPct,
    double StopLossAtrMultiplier,
    double RewardRiskRatio,
    double MaxSectorPct,
    double MaxPortfolioHeat,
    double SizeMultiplier
)
{
    public static RiskTierParameters Conservative { get; } = new(0.75, 0.05, 1.5, 2.0, 0.20, 0.10, 0.5);

    public static RiskTierParameters Moderate { get; } = new(0.55, 0.10, 2.0, 1.5, 0.30, 0.20, 1.0);

    public static RiskTierParameters Aggressive { get; } = new(0.40, 0.15, 2.5, 1.2, 0.40, 0.30, 1.5);

    public static RiskTierParameters Of(RiskTier tier) =>
        tier switch
        {
            RiskTier.Conservative => Conservative,
            RiskTier.Aggressive => Aggressive,
            _ => Moderate,
        };

    /// <summary>The tier that a strategy begins with.</summary>
    public static RiskTier TierOf(Strategy strategy) =>
        strategy switch
        {
            Strategy.Conservative => RiskTier.Conservative,
            Strategy.Aggressive => RiskTier.Aggressive,
            _ => RiskTier.Moderate,
        };
}
