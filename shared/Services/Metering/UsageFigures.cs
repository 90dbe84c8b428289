namespace AgentTrader.Services.Metering;

/// <summary>Metered calls and their cost in dollars since the month began (UTC).</summary>
public sealed record UsageFigures(long ApiCalls, decimal BudgetSpent);
