namespace AgentTrader.Core.Trading.Signals;

/// <summary>Which agents a recommendation is fit for.</summary>
public enum RecommendationMode
{
    /// <summary>None: it is there to be read.</summary>
    Informational,

    /// <summary>Agents with simulated money.</summary>
    PaperEligible,

    /// <summary>Agents with simulated or real money.</summary>
    LiveEligible,
}
