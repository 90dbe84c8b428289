namespace AgentTrader.Services.Trading;

/// <summary>A trade about which another system wants a person asked, whatever the agent's rules say.</summary>
/// <param name="TradeId">The trade's.</param>
/// <param name="Reason">In one sentence for approvers.</param>
/// <param name="Until">Wall time by which somebody must have decided; null for as long as every request waits.</param>
public sealed record AskedTrade(string TradeId, string Reason, DateTimeOffset? Until);
