using AgentTrader.Services.Trading;

namespace AgentTrader.Services.Agents;

/// <summary>The answer of <c>DELETE /agents/{agentId}</c> (spec/1 section 5.1).</summary>
/// <param name="Status">Always "deleted".</param>
public sealed record DeletedAgentResponse(
    string AgentId,
    string Status,
    decimal FinalPortfolioValue,
    IReadOnlyList<LiquidationTrade> LiquidationTrades,
    DateTimeOffset DeletedAt
);
