namespace AgentTrader.Services.Trading;

/// <param name="TotalValue">Cash and positions, in dollars.</param>
/// <param name="ReservePool">The part of the cash that trading may not touch.</param>
public sealed record PortfolioDetails(
    decimal TotalValue,
    decimal Cash,
    decimal ReservePool,
    IReadOnlyList<PositionResponse> Positions,
    PerformanceFigures Performance
);
