namespace AgentTrader.Core.Trading.Signals;

/// <summary>Over what time a recommendation is meant to come true.</summary>
public enum RecommendationHorizon
{
    /// <summary>Within the day: a micro-trade, for agents that make such (document 5, requirement 20).</summary>
    Intraday,
    Day,
    Week,
    Month,
    Quarter,
}
