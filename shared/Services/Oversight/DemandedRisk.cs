using AgentTrader.Core.Oversight;

namespace AgentTrader.Services.Oversight;

/// <summary>What another system thinks of a trade's risk (spec/1 section 5.3).</summary>
/// <param name="Score">0 to 10.</param>
/// <param name="PositionConcentration">Percent of the portfolio.</param>
/// <param name="PortfolioImpact">In a word.</param>
public sealed record DemandedRisk(
    double? Score = null,
    decimal? PositionConcentration = null,
    PortfolioImpact? PortfolioImpact = null
);
