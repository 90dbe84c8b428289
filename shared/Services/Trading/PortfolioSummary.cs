namespace AgentTrader.Services.Trading;

/// <summary>What an agent's portfolio is worth now, in dollars.</summary>
public sealed record PortfolioSummary(decimal Value, decimal Cash, IReadOnlyList<PositionResponse> Positions);
