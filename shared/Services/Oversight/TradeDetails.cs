using AgentTrader.Core.Trading;

namespace AgentTrader.Services.Oversight;

/// <summary>The trade that an approver is asked about (spec/1 section 5.3).</summary>
/// <param name="EstimatedValue">Dollars without fees.</param>
/// <param name="Price">Dollars a share when the approver was asked.</param>
public sealed record TradeDetails(
    string Symbol,
    TradeAction Action,
    long Quantity,
    decimal EstimatedValue,
    [property: Price] decimal Price
);
