using AgentTrader.Core.Trading;

namespace AgentTrader.Services.Trading;

/// <summary>What travels on the queue <c>trade-orders</c>.</summary>
/// <param name="Order">The wish; <see cref="Order.ApprovedBy"/> is set once a person said yes.</param>
/// <param name="OwnerId">The agent's owner, who hears what became of it.</param>
/// <param name="RequestId">The oversight request that was decided, if one was.</param>
/// <param name="CancelReason">The order is not to be filled but ended, for this reason.</param>
/// <param name="GoodUntil">Market time at which a limit or stop order that was not reached is cancelled.</param>
/// <param name="CorrelationId">The request or cycle that led here.</param>
public sealed record TradeOrderMessage(
    Order Order,
    string OwnerId,
    string? RequestId = null,
    string? CancelReason = null,
    DateTimeOffset? GoodUntil = null,
    string? CorrelationId = null
);
