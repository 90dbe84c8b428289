namespace AgentTrader.Core.Trading.Signals;

/// <summary>A signal that somebody outside the engine gives (document 5, requirement 1).</summary>
/// <param name="RecommendationId">Prefix <c>rec</c>; an agent uses it at most once in <see cref="EngineConfig.RecommendationTtl"/>.</param>
/// <param name="Symbol">What it is about.</param>
/// <param name="Action">What to do.</param>
/// <param name="Confidence">0 to 1.</param>
/// <param name="Mode">Whether agents may act on it.</param>
/// <param name="Horizon">Over what time it is meant; an intraday one is a micro-trade (requirement 20).</param>
/// <param name="Thesis">Why, in words.</param>
/// <param name="CreatedAt">Market time from which on it counts.</param>
/// <param name="ExpiresAt">Market time from which on it does not.</param>
/// <param name="OwnerId">The user whose agents it is for; null for everybody's.</param>
public sealed record Recommendation(
    string RecommendationId,
    string Symbol,
    RecommendationAction Action,
    double Confidence,
    RecommendationMode Mode,
    RecommendationHorizon Horizon,
    string Thesis,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    string? OwnerId = null
)
{
    /// <summary>Whether an agent may act on it at all (requirement 1.1).</summary>
    public bool IsActionable =>
        Action is RecommendationAction.Buy or RecommendationAction.Sell
        && Mode is RecommendationMode.PaperEligible or RecommendationMode.LiveEligible;

    /// <summary>Whether it counts at an instant of the market.</summary>
    public bool IsOpenAt(DateTimeOffset at) => CreatedAt <= at && at < ExpiresAt;
}
