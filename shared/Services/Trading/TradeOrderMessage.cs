using AgentTrader.Core;
using AgentTrader.Core.Market;
using AgentTrader.Core.Oversight;
using AgentTrader.Core.Trading;
using AgentTrader.Services.Storage;

namespace AgentTrader.Services.Trading;

/// <summary>What travels on the queue <c>trade-orders</c>.</summary>
/// <param name="Order">The wish; <see cref="Order.ApprovedBy"/> is set once a person said yes.</param>
/// <param name="OwnerId">The agent's owner, who hears what became of it.</param>
/// <param name="RequestId">The oversight request that was decided, if one was.</param>
/// <param name="CancelReason">The order is not to be filled but ended, for this reason.</param>
/// <param name="GoodUntil">Market time at which a limit or stop order that was not reached is cancelled.</param>
/// <param name="PriceShown">Dollars a share that the approvers saw; null when nobody was asked.</param>
/// <param name="AvoidMinutes">With a cancellation: for how many minutes of the market the agent leaves the same direction alone.</param>
/// <param name="Facts">What oversight looked at when it stopped the trade; null when it did not.</param>
/// <param name="CorrelationId">The request or cycle that led here.</param>
/// <param name="AskReason">Why a person is asked whatever the rules say; null when the rules decide.</param>
/// <param name="AskUntil">With <paramref name="AskReason"/>: wall time by which somebody must have decided.</param>
public sealed record TradeOrderMessage(
    Order Order,
    string OwnerId,
    string? RequestId = null,
    string? CancelReason = null,
    DateTimeOffset? GoodUntil = null,
    decimal? PriceShown = null,
    int AvoidMinutes = 0,
    TradeFacts? Facts = null,
    string? CorrelationId = null,
    string? AskReason = null,
    DateTimeOffset? AskUntil = null
) : IQueueMessage
{
    /// <summary>Characters of <see cref="AskReason"/>.</summary>
    internal const int MaxAskReason = 1000;

    public string? Fault() =>
        !EntityId.IsValid(Order.AgentId, IdPrefixes.Agent) ? "it names no agent."
        : !EntityId.IsValid(Order.TradeId, IdPrefixes.Trade) ? "it names no trade."
        : !Symbol.IsValid(Order.Symbol) ? "it names no symbol."
        : Order.Quantity is < 1 or > Order.MaxQuantity ? "nobody trades so many shares."
        : Order.DecisionId is { } decision && !EntityId.IsValid(decision, IdPrefixes.Decision) ? "it names no decision."
        : PriceShown is < 0 or (> 0 and < Money.MinPrice) or > Money.MaxPrice
        || AvoidMinutes is < 0 or > OversightRulesCheck.MaxPauseMinutes
            ? "its approval says what no approval can."
        : AskReason is { } why && !PlainText.IsWithin(why, MaxAskReason) ? "its reason is no plain text."
        : Order.EstimatedPrice < 0
        || Order.EstimatedPrice > Money.MaxPrice
        || Order.LimitPrice is <= 0 or > Money.MaxPrice
            ? "no share costs so much."
        : ((string?[])[OwnerId, RequestId, CorrelationId, Order.SubmittedBy, Order.ApprovedBy]).All(Names.IsNameOrNone)
            ? null
        : "it names somebody or something by a text that is no name.";
}
