namespace AgentTrader.Core.Trading;

/// <summary>What a strategy says about a symbol.</summary>
/// <param name="Action">Buy, or sell what is held.</param>
/// <param name="Confidence">0 to 1.</param>
/// <param name="Since">The end of the bar that began it.</param>
public readonly record struct Signal(TradeAction Action, double Confidence, DateTimeOffset Since);
