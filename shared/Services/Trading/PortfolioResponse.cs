namespace AgentTrader.Services.Trading;

/// <summary>The answer of <c>GET /agents/{agentId}/portfolio</c> (spec/1 section 5.1).</summary>
/// <param name="History">Portfolio values by market time, oldest first; null unless asked for.</param>
public sealed record PortfolioResponse(
    string AgentId,
    PortfolioDetails Portfolio,
    IReadOnlyList<PortfolioPoint>? History
);
