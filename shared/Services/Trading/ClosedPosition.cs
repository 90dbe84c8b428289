using AgentTrader.Core;
using AgentTrader.Core.Market.Signals;
using AgentTrader.Core.Trading;

namespace AgentTrader.Services.Trading;

/// <summary>The shares that a sell closed, from when they were bought (document 5, requirement 14.2).</summary>
/// <param name="OpenedAt">Market time of the oldest lot; how long it was held follows from the trade's own market time.</param>
/// <param name="EntryPrice">Dollars a share, the mean of what was paid.</param>
/// <param name="PnLPercent">Of what was paid, without fees.</param>
/// <param name="IsMicro">Whether it was a micro-trade (requirement 20.7).</param>
/// <param name="IsWashSale">Whether a loss does not count for taxes, in part at least (requirement 12.3).</param>
public sealed record ClosedPosition(
    DateTimeOffset OpenedAt,
    [property: Price] decimal EntryPrice,
    decimal PnLPercent,
    bool IsMicro,
    bool IsWashSale
)
{
    /// <summary>What a change of a book closed; null when it bought.</summary>
    public static ClosedPosition? Of(Book before, BookChange change)
    {
        if (change.Closed.IsEmpty)
        {
            return null;
        }

        var (cost, quantity) = (change.Closed.Sum(lot => lot.Cost), change.Closed.Sum(lot => lot.Quantity));
        return new(
            change.Closed[0].AcquiredAt,
            Money.ToPrice(cost / quantity),
            Valuation.Percent(change.RealizedPnL, cost),
            before.StopOf(change.Closed[0].Symbol)?.Kind == SignalKind.Micro,
            change.Closed.Any(lot => lot.IsWashSale)
        );
    }
}
