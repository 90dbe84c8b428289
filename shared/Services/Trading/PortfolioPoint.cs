namespace AgentTrader.Services.Trading;

/// <summary>What a portfolio was worth, in dollars, at an instant of the market.</summary>
public sealed record PortfolioPoint(DateTimeOffset Timestamp, decimal Value);
