namespace AgentTrader.Core.Market;

/// <summary>A day on which a company reports earnings.</summary>
/// <param name="Symbol">The company's.</param>
/// <param name="Date">A trading day, in New York.</param>
public sealed record EarningsDay(string Symbol, DateOnly Date);
