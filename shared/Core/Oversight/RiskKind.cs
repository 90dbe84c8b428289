namespace AgentTrader.Core.Oversight;

/// <summary>What a trade's risk is made of (document 1, FR-013).</summary>
public enum RiskKind
{
    /// <summary>The trade's value in percent of the portfolio.</summary>
    Size,

    /// <summary>The symbol's percent of the portfolio after the trade.</summary>
    Concentration,

    /// <summary>The last bars' range, in times of what is usual for the symbol.</summary>
    Volatility,

    /// <summary>How much the symbol moves like what is held.</summary>
    Correlation,

    /// <summary>The signal's confidence: the less, the riskier.</summary>
    Confidence,
}
