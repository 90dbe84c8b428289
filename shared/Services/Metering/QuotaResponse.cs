namespace AgentTrader.Services.Metering;

/// <summary>An agent's monthly quota and what it has used of it.</summary>
public sealed record QuotaResponse(long ApiCalls, decimal BudgetPerMonth, UsageFigures Usage);
