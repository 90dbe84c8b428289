using AgentTrader.Core.Trading.Signals;

namespace AgentTrader.Services.Trading.Signals;

/// <summary>The body of <c>POST /recommendations</c> (document 5, requirement 1).</summary>
/// <param name="Symbol">What it is about.</param>
/// <param name="Action">What to do; agents act on buy and sell.</param>
/// <param name="Confidence">0 to 1.</param>
/// <param name="Thesis">Why, in 1 to 1,000 characters.</param>
/// <param name="Mode">Which agents it is fit for.</param>
/// <param name="Horizon">Over what time it is meant; an intraday one is a micro-trade.</param>
/// <param name="ExpiresAt">Market time within the next 30 days from which on it does not count; by default a day from now.</param>
public sealed record SubmitRecommendationRequest(
    string Symbol,
    RecommendationAction Action,
    double Confidence,
    string Thesis,
    RecommendationMode Mode = RecommendationMode.PaperEligible,
    RecommendationHorizon Horizon = RecommendationHorizon.Week,
    DateTimeOffset? ExpiresAt = null
);
