namespace AgentTrader.Core.Oversight;

/// <summary>What an approver is told about a trade's risk (document 1, FR-013 and section 5.3).</summary>
/// <param name="Score">0 (harmless) to 10, one decimal: the weighted mean of the parts that are known.</param>
/// <param name="Parts">Each known part, in the order of <see cref="RiskKind"/>.</param>
/// <param name="PositionConcentration">The symbol's percent of the portfolio after the trade.</param>
/// <param name="PortfolioImpact">The score in a word.</param>
/// <param name="Correlation">With what is held, weighted by value, -1 to 1; null when it is not known or nothing is held.</param>
/// <param name="EstimatedLoss">Dollars won (negative when lost) if it goes badly: to the stop, or a sale's result.</param>
/// <param name="EstimatedProfit">Dollars won if it goes well: to the profit target, or a sale's result.</param>
public sealed record RiskAssessment(
    double Score,
    IReadOnlyList<RiskPart> Parts,
    decimal PositionConcentration,
    PortfolioImpact PortfolioImpact,
    double? Correlation,
    decimal EstimatedLoss,
    decimal EstimatedProfit
);
