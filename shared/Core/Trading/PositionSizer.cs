namespace AgentTrader.Core.Trading;

/// <summary>How large a position becomes (document 5, requirement 2).</summary>
internal static class PositionSizer
{
    /// <summary>Part of the active pool for a signal that is just strong enough. The document gives no value; this is ours.</summary>
    private const double BaseAllocationPct = 0.08;

    /// <summary>The part of the active pool that a signal is worth, 0 to the tier's largest position.</summary>
    /// <param name="confidence">At least the tier's minimum.</param>
    /// <param name="tier">The risk tier.</param>
    /// <param name="riskTolerance">1 to 10; 5 leaves the size as the tier says, each step changes it by a tenth.</param>
    public static double AllocationPct(double confidence, RiskTierParameters tier, int riskTolerance) =>
        Math.Min(
            BaseAllocationPct
                * (confidence / tier.MinConfidence)
                * tier.SizeMultiplier
                * (1 + ((riskTolerance - 5) / 10.0)),
            tier.MaxPositionPct
        );

    /// <summary>Whole shares that an amount buys, at most as many as an order may have.</summary>
    public static long Shares(decimal amount, decimal price) =>
        amount < price ? 0 : (long)Math.Min(decimal.Floor(amount / price), Order.MaxQuantity);
}
