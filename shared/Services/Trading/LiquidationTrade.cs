namespace AgentTrader.Services.Trading;

/// <summary>A position that was sold when its agent was wound up.</summary>
/// <param name="Proceeds">Dollars received, before fees.</param>
public sealed record LiquidationTrade(string Symbol, long Quantity, decimal Proceeds);
