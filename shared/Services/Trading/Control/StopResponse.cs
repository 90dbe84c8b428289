using AgentTrader.Core.Market.Signals;
using AgentTrader.Core.Trading;
using AgentTrader.Core.Trading.Stops;

namespace AgentTrader.Services.Trading.Control;

/// <summary>Where a position ends by itself, with the inputs that gave the levels (document 5, requirement 18).</summary>
/// <param name="Price">Dollars a share now; null when there is no price.</param>
/// <param name="Atr">Average true range that the levels were last set by, in dollars.</param>
/// <param name="AtrMultiplier">How many of those the stop lies below the entry.</param>
/// <param name="Heat">Dollars lost if the stop is hit.</param>
/// <param name="UpdatedAt">Market time of the last change.</param>
/// <param name="TriggeredAt">Market time of the last order because a level was crossed.</param>
public sealed record StopResponse(
    string Symbol,
    long Quantity,
    [property: Price] decimal EntryPrice,
    [property: Price] decimal? Price,
    [property: Price] decimal StopLoss,
    [property: Price] decimal TakeProfit,
    double Atr,
    double AtrMultiplier,
    double Confidence,
    SignalKind Signal,
    decimal Heat,
    DateTimeOffset UpdatedAt,
    DateTimeOffset? TriggeredAt
)
{
    public static StopResponse Of(StopLevels stop, Position position, decimal? price) =>
        new(
            stop.Symbol,
            position.Quantity,
            stop.EntryPrice,
            price,
            stop.StopLoss,
            stop.TakeProfit,
            stop.Atr,
            stop.AtrMultiplier,
            stop.Confidence,
            stop.Kind,
            stop.HeatOf(price * position.Quantity ?? position.Cost),
            stop.At,
            stop.TriggeredAt
        );
}
