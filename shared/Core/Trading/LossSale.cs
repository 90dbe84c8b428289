namespace AgentTrader.Core.Trading;

/// <summary>A sale at a loss, remembered for 30 days because of wash sales (document 5, requirement 12).</summary>
public sealed record LossSale(string Symbol, DateTimeOffset At);
