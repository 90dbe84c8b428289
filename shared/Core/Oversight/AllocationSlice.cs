namespace AgentTrader.Core.Oversight;

/// <summary>A part of a portfolio.</summary>
/// <param name="Symbol">The position's symbol; null for cash.</param>
/// <param name="Value">Dollars.</param>
/// <param name="Percent">Of the portfolio, 0 to 100.</param>
public sealed record AllocationSlice(string? Symbol, decimal Value, decimal Percent);
