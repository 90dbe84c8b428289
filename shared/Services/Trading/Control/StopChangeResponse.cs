using AgentTrader.Core.Market.Signals;
using AgentTrader.Core.Trading.Stops;

namespace AgentTrader.Services.Trading.Control;

/// <summary>Levels as they were set or moved, with the inputs that gave them (document 5, requirement 18.3): see <see cref="StopLevels"/>.</summary>
public sealed record StopChangeResponse(
    string Symbol,
    [property: Price] decimal EntryPrice,
    [property: Price] decimal StopLoss,
    [property: Price] decimal TakeProfit,
    double Atr,
    double AtrMultiplier,
    double Confidence,
    SignalKind Signal,
    DateTimeOffset At,
    DateTimeOffset? TriggeredAt
)
{
    public static StopChangeResponse Of(StopLevels levels) =>
        new(
            levels.Symbol,
            levels.EntryPrice,
            levels.StopLoss,
            levels.TakeProfit,
            levels.Atr,
            levels.AtrMultiplier,
            levels.Confidence,
            levels.Kind,
            levels.At,
            levels.TriggeredAt
        );
}
