using AgentTrader.Core.Oversight;
using AgentTrader.Core.Trading;

namespace AgentTrader.Services.Trading;

/// <summary>A trade as it is stored and shown: the wish, and how it ended.</summary>
public sealed record TradeRecord
{
    public required string TradeId { get; init; }

    public required string AgentId { get; init; }

    public required string Symbol { get; init; }

    public required TradeAction Action { get; init; }

    public required long Quantity { get; init; }

    public required OrderType OrderType { get; init; }

    [Price]
    public decimal? LimitPrice { get; init; }

    public required TradeStatus Status { get; init; }

    public required DateTimeOffset SubmittedAt { get; init; }

    public string? SubmittedBy { get; init; }

    /// <summary>Dollars: shares at the price when the order was made, without fees.</summary>
    public required decimal EstimatedCost { get; init; }

    /// <summary>Wall time of the fill.</summary>
    public DateTimeOffset? ExecutedAt { get; init; }

    /// <summary>Market time of the fill, which may be simulated.</summary>
    public DateTimeOffset? MarketTime { get; init; }

    [Price]
    public decimal? ExecutedPrice { get; init; }

    /// <summary>Dollars that left the cash with a buy, or came in with a sell, fees included.</summary>
    public decimal? TotalCost { get; init; }

    public decimal Fees { get; init; }

    /// <summary>Dollars won or lost by a sell, before fees.</summary>
    public decimal? RealizedPnL { get; init; }

    /// <summary>What a sell closed; null for a buy.</summary>
    public ClosedPosition? Closed { get; init; }

    public bool Manual { get; init; }

    public string Reasoning { get; init; } = "";

    public string? DecisionId { get; init; }

    /// <summary>What oversight looked at; null when it had no business with the trade, or the trade ended before.</summary>
    public TradeFacts? OversightFacts { get; init; }

    /// <summary>What would have stopped the trade, were the rules not on a dry run.</summary>
    public string? DryRunReason { get; init; }

    /// <summary>The oversight request that the trade waited for.</summary>
    public string? RequestId { get; init; }

    public string? ApprovedBy { get; init; }

    /// <summary>Why it failed or was cancelled, in one sentence.</summary>
    public string? FailureReason { get; init; }

    /// <summary>The record of an order that nothing has happened to yet.</summary>
    public static TradeRecord Of(Order order, TradeStatus status = TradeStatus.Pending) =>
        new()
        {
            TradeId = order.TradeId,
            AgentId = order.AgentId,
            Symbol = order.Symbol,
            Action = order.Action,
            Quantity = order.Quantity,
            OrderType = order.OrderType,
            LimitPrice = order.LimitPrice,
            Status = status,
            SubmittedAt = order.SubmittedAt,
            SubmittedBy = order.SubmittedBy,
            EstimatedCost = Core.Money.ToCents(order.EstimatedPrice * order.Quantity),
            Fees = Core.Trading.Fees.For(order),
            Manual = order.Manual,
            Reasoning = order.Reasoning,
            DecisionId = order.DecisionId,
            ApprovedBy = order.ApprovedBy,
        };
}
