namespace AgentTrader.Services.Trading;

/// <summary>What an agent's portfolio is worth now, in dollars.</summary>
/// <param name="ReservePool">The part of the cash that trading may not touch (document 5, requirement 3.7).</param>
public sealed record PortfolioSummary(
    decimal Value,
    decimal Cash,
    decimal ReservePool,
    IReadOnlyList<PositionResponse> Positions
);
