namespace AgentTrader.Services.Trading;

/// <summary>A portfolio at an instant of the market (document 5, requirements 13.4 and 14.1); dollars.</summary>
/// <param name="Timestamp">Market time.</param>
/// <param name="Value">Cash and positions.</param>
/// <param name="ReservePool">The part of it that trading may not touch; the rest is the active pool.</param>
/// <param name="PortfolioHeat">The loss if every stop is hit.</param>
public sealed record PortfolioPoint(
    DateTimeOffset Timestamp,
    decimal Value,
    decimal ReservePool = 0,
    decimal PortfolioHeat = 0
);
