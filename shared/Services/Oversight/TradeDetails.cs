using AgentTrader.Core.Trading;

namespace AgentTrader.Services.Oversight;

/// <summary>The trade that an approver is asked about (spec/1 section 5.3); dollars without fees.</summary>
public sealed record TradeDetails(string Symbol, TradeAction Action, long Quantity, decimal EstimatedValue);
