namespace AgentTrader.Core.Trading;

/// <summary>The wish to trade, by an agent's engine or by a person.</summary>
public sealed record Order
{
    /// <summary>The most shares one order may ask for.</summary>
    public const long MaxQuantity = 10_000_000;

    /// <summary>Derived from the decision or from the caller's idempotency key: the same wish has the same id.</summary>
    public required string TradeId { get; init; }

    public required string AgentId { get; init; }

    public required string Symbol { get; init; }

    public required TradeAction Action { get; init; }

    /// <summary>Whole shares, 1 to <see cref="MaxQuantity"/>.</summary>
    public required long Quantity { get; init; }

    public OrderType OrderType { get; init; }

    public OrderPurpose Purpose { get; init; }

    /// <summary>Dollars a share, for a limit order: the most a buy pays, the least a sell takes.</summary>
    public decimal? LimitPrice { get; init; }

    /// <summary>The engine's decision behind the order; none when a person asked.</summary>
    public string? DecisionId { get; init; }

    /// <summary>The decision's confidence, 0 to 1; null when a person asked.</summary>
    public double? Confidence { get; init; }

    /// <summary>Shares of the whole entry that this order is the first step of; null when it is made at once.</summary>
    public long? PlannedQuantity { get; init; }

    /// <summary>A stop or another exit that was not by choice: it waits for nobody.</summary>
    public bool Protective { get; init; }

    /// <summary>A person traded on the agent's behalf and past oversight.</summary>
    public bool Manual { get; init; }

    /// <summary>The reason in a trader's words.</summary>
    public string Reasoning { get; init; } = "";

    public required DateTimeOffset SubmittedAt { get; init; }

    public string? SubmittedBy { get; init; }

    /// <summary>Who approved it, when oversight asked; an order that awaits an approval is only filled with this.</summary>
    public string? ApprovedBy { get; init; }

    /// <summary>Dollars a share when the order was made.</summary>
    public decimal EstimatedPrice { get; init; }
}
