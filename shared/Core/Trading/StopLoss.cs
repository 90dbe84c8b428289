namespace AgentTrader.Core.Trading;

/// <summary>Where positions end by themselves (document 5, requirement 4).</summary>
internal static class StopLoss
{
    private const decimal LowestPrice = 0.01m;

    /// <summary>
    /// The first levels of a position: so many average true ranges below the entry, and above it by that distance times the
    /// tier's ratio of reward to risk.
    /// </summary>
    public static StopLevels Initial(
        Position position,
        double atr,
        double confidence,
        RiskTierParameters tier,
        DateTimeOffset at
    )
    {
        var entry = position.AverageCost;
        var distance = Money.ToPrice(atr * tier.StopLossAtrMultiplier);
        return new StopLevels(
            position.Symbol,
            entry,
            Math.Max(entry - distance, LowestPrice),
            entry + Money.ToPrice(distance * (decimal)tier.RewardRiskRatio),
            atr,
            tier.StopLossAtrMultiplier,
            confidence,
            at
        );
    }

    /// <summary>Which level a price has crossed, or null.</summary>
    public static DecisionTrigger? Crossed(StopLevels stop, decimal price) =>
        price <= 0 ? null
        : price <= stop.StopLoss ? DecisionTrigger.StopLoss
        : price >= stop.TakeProfit ? DecisionTrigger.TakeProfit
        : null;

    /// <summary>The loss if every stop is hit, in dollars: the sum of requirement 13.1.</summary>
    public static decimal Heat(Book book, ReadOnlySpan<SymbolView> symbols)
    {
        var heat = 0m;
        foreach (var stop in book.Stops)
        {
            var held = book.PositionIn(stop.Symbol);
            if (held is not null && stop.StopLoss < stop.EntryPrice)
            {
                var price = EngineStep.Find(symbols, stop.Symbol) is { Bid: > 0 } view ? view.Bid : stop.EntryPrice;
                heat += price * held.Quantity * (stop.EntryPrice - stop.StopLoss) / stop.EntryPrice;
            }
        }

        return Money.ToCents(heat);
    }
}
