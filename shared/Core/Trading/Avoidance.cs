namespace AgentTrader.Core.Trading;

/// <summary>A direction in a symbol that a person said no to: the agent leaves it alone until then, by market time.</summary>
public sealed record Avoidance(string Symbol, TradeAction Action, DateTimeOffset Until);
