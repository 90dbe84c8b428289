namespace AgentTrader.Core.Trading.Backtesting;

/// <summary>What the portfolio was worth at the close of a session, in dollars, and what buying and holding would be.</summary>
public readonly record struct EquityPoint(DateOnly Date, decimal Value, decimal BuyAndHold);
