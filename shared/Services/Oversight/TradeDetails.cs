using AgentTrader.Core;
using AgentTrader.Core.Trading;

namespace AgentTrader.Services.Oversight;

/// <summary>The trade that an approver is asked about (spec/1 section 5.3).</summary>
/// <param name="EstimatedValue">Dollars without fees.</param>
/// <param name="Price">Dollars a share when the approver was asked.</param>
/// <param name="EntryQuantity">
/// Of a step of an entry, the shares that all its steps buy: a yes is a yes to all of them. Null for a trade of its own.
/// </param>
public sealed record TradeDetails(
    string Symbol,
    TradeAction Action,
    long Quantity,
    decimal EstimatedValue,
    [property: Price] decimal Price,
    long? EntryQuantity = null
)
{
    /// <summary>Dollars without fees of all steps; null for a trade of its own.</summary>
    public decimal? EntryValue => EntryQuantity is { } all ? Money.ToCents(all * Price) : null;

    /// <summary>The shares that a yes lets be traded.</summary>
    internal long WholeQuantity => EntryQuantity ?? Quantity;

    /// <summary>Dollars without fees of what a yes lets be traded, which is what the rules look at.</summary>
    internal decimal WholeValue => EntryValue ?? EstimatedValue;
}
