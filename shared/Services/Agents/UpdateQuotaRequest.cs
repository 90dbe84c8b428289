namespace AgentTrader.Services.Agents;

/// <summary>The part of a quota to change.</summary>
public sealed record UpdateQuotaRequest(long? ApiCalls = null, decimal? BudgetPerMonth = null);
