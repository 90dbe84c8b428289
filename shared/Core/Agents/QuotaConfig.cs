namespace AgentTrader.Core.Agents;

/// <summary>What an agent may use in a calendar month (document 1, FR-008).</summary>
/// <param name="ApiCalls">Metered calls a month.</param>
/// <param name="BudgetPerMonth">Dollars of metered cost a month.</param>
public sealed record QuotaConfig(long ApiCalls = 10_000, decimal BudgetPerMonth = 10_000m);
