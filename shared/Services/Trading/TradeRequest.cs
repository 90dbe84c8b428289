using AgentTrader.Core.Trading;

namespace AgentTrader.Services.Trading;

/// <summary>The body of <c>POST /agents/{agentId}/trades</c> (spec/1 section 5.1).</summary>
/// <param name="Symbol">A ticker such as AAPL.</param>
/// <param name="Action">Buy or sell.</param>
/// <param name="Quantity">Whole shares, 1 to 10,000,000.</param>
/// <param name="OrderType">Market unless said otherwise.</param>
/// <param name="LimitPrice">Dollars a share, for a limit order or as a stop's level; none for a market order.</param>
/// <param name="Manual">Bypasses oversight and is marked; above $10,000 it needs <paramref name="TotpCode"/>.</param>
/// <param name="TotpCode">A fresh code of the caller's second factor.</param>
public sealed record TradeRequest(
    string Symbol,
    TradeAction Action,
    long Quantity,
    OrderType OrderType = OrderType.Market,
    [property: Price] decimal? LimitPrice = null,
    bool Manual = false,
    string? TotpCode = null
);
