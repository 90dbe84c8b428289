namespace AgentTrader.Core.Oversight;

/// <summary>Turns what is known of a trade into a score from 0 to 10 (document 1, FR-013). Scales and weights are ours.</summary>
public static class RiskScore
{
    private const double MediumFrom = 4;
    private const double HighFrom = 7;

    /// <param name="facts">Of the trade.</param>
    /// <param name="portfolioValue">Dollars before the trade.</param>
    /// <param name="correlation">With what is held, -1 to 1; null when it is not known.</param>
    /// <param name="loss">Dollars won, negative when lost, if it goes badly.</param>
    /// <param name="profit">Dollars won if it goes well.</param>
    public static RiskAssessment Of(
        TradeFacts facts,
        decimal portfolioValue,
        double? correlation,
        decimal loss,
        decimal profit
    )
    {
        ArgumentNullException.ThrowIfNull(facts);
        var size = portfolioValue > 0 ? (double)(100 * facts.Value / portfolioValue) : 100;
        // Each measure's value for a score of 0, for one of 10, and its weight.
        (RiskKind Kind, double? Measure, double None, double Full, double Weight)[] scales =
        [
            (RiskKind.Size, size, 0, 50, 0.25),
            (RiskKind.Concentration, (double)facts.Concentration, 0, 50, 0.30),
            (RiskKind.Volatility, facts.Volatility, 0.5, 3, 0.20),
            (RiskKind.Correlation, correlation, 0, 1, 0.15),
            (RiskKind.Confidence, facts.Confidence, 1, 0.4, 0.10),
        ];
        var parts = new List<RiskPart>();
        var (sum, weights) = (0.0, 0.0);
        foreach (var (kind, measure, none, full, weight) in scales)
        {
            if (measure is { } value)
            {
                var score = Math.Clamp(10 * (value - none) / (full - none), 0, 10);
                parts.Add(new(kind, Math.Round(score, 1), Math.Round(value, 2)));
                (sum, weights) = (sum + (score * weight), weights + weight);
            }
        }

        var total = Math.Round(sum / weights, 1);
        var impact =
            total >= HighFrom ? PortfolioImpact.High
            : total >= MediumFrom ? PortfolioImpact.Medium
            : PortfolioImpact.Low;
        return new(total, parts, facts.Concentration, impact, correlation, loss, profit);
    }
}
