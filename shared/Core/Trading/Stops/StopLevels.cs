using AgentTrader.Core.Market.Signals;

namespace AgentTrader.Core.Trading.Stops;

/// <summary>
/// Where a position ends by itself, with the inputs that gave the levels (document 5, requirements 4 and 18).
/// </summary>
/// <param name="Symbol">The position.</param>
/// <param name="EntryPrice">Dollars a share at the entry.</param>
/// <param name="StopLoss">At this price or below the position is sold.</param>
/// <param name="TakeProfit">At this price or above the position is sold.</param>
/// <param name="Atr">Average true range that the levels were last set by, in dollars: of a day, for a micro-trade of a bar.</param>
/// <param name="AtrMultiplier">How many of those the stop lies below the entry.</param>
/// <param name="Confidence">Of the signal that opened the position, 0 to 1.</param>
/// <param name="Kind">Of that signal.</param>
/// <param name="At">Market time of the last change.</param>
/// <param name="TriggeredAt">Market time of the last order because a level was crossed, or null.</param>
public sealed record StopLevels(
    string Symbol,
    decimal EntryPrice,
    decimal StopLoss,
    decimal TakeProfit,
    double Atr,
    double AtrMultiplier,
    double Confidence,
    SignalKind Kind,
    DateTimeOffset At,
    DateTimeOffset? TriggeredAt = null
)
{
    /// <summary>The stop that counts; while a macro event lasts it lies nearer to the entry (requirement 7.2).</summary>
    public decimal StopDuring(bool macroEvent, EngineConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return macroEvent
            ? Math.Max(
                StopLoss,
                EntryPrice - Math.Max(Money.ToPrice(Atr * AtrMultiplier * config.EventStopFactor), 0.0001m)
            )
            : StopLoss;
    }

    /// <summary>What a position worth <paramref name="value"/> dollars loses of it if the stop is hit (requirement 13.1).</summary>
    public decimal HeatOf(decimal value) =>
        StopLoss < EntryPrice ? Money.ToCents(value * (EntryPrice - StopLoss) / EntryPrice) : 0;
}
