using AgentTrader.Core.Trading;

namespace AgentTrader.Services.Oversight;

/// <summary>The trade of an <see cref="ApprovalDemand"/>.</summary>
/// <param name="Symbol">A ticker such as AAPL.</param>
/// <param name="Action">Buy or sell.</param>
/// <param name="Quantity">Whole shares.</param>
/// <param name="EstimatedValue">Taken for the documented shape's sake: approvers are shown the value at the price here.</param>
public sealed record DemandedTrade(string Symbol, TradeAction Action, long Quantity, decimal? EstimatedValue = null);
