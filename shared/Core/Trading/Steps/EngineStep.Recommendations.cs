using AgentTrader.Core.Market.Signals;
using AgentTrader.Core.Trading.Signals;
using static AgentTrader.Core.InvariantText;

namespace AgentTrader.Core.Trading.Steps;

/// <summary>What comes of recommendations from outside (document 5, requirement 1).</summary>
internal ref partial struct EngineStep
{
    /// <summary>Sells what a recommendation says to sell, and lets pass what has no position to sell or to open.</summary>
    public void FollowRecommendations()
    {
        for (var i = 0; i < symbols.Length; i++)
        {
            if (Recommended(symbols[i]) is { } recommendation && MayHeed(i))
            {
                Follow(i, recommendation);
            }
        }
    }

    /// <summary>Notes that nothing is done while a circuit breaker is open (requirement 1.4); they wait until it closes.</summary>
    public void HoldRecommendations()
    {
        for (var i = 0; i < symbols.Length; i++)
        {
            if (Recommended(symbols[i]) is { } recommendation && MayHeed(i))
            {
                Skip(symbols[i], EntryOf(recommendation), SkipReason.CircuitBreaker);
            }
        }
    }

    private void Follow(int place, Recommendation recommendation)
    {
        ref readonly var view = ref symbols[place];
        var position = viewOf.IndexOf(place);
        if (recommendation.Action == RecommendationAction.Buy)
        {
            if (position >= 0 || HasPlan(view.Symbol))
            {
                Skip(view, EntryOf(recommendation), SkipReason.AlreadyHeld);
            }

            return;
        }

        SkipReason? reason =
            position < 0 ? SkipReason.NoPosition
            : recommendation.Confidence < Parameters.MinConfidence ? SkipReason.InsufficientConfidence
            : view.Bid <= 0 || view.AsOf < Session.Open ? SkipReason.NoPrice
            : IsAvoided(view.Symbol, TradeAction.Sell) ? SkipReason.Rejected
            : !IsWithinWindow ? SkipReason.OutsideTradingWindow
            : null;
        if (reason is { } why)
        {
            Skip(view, EntryOf(recommendation), why);
        }
        else if (Book.StopOf(view.Symbol) is { } stop && IsDue(stop) && !IsOrdered(view.Symbol))
        {
            Use(recommendation);
            Leave(position, stop, DecisionTrigger.Recommendation, recommendation);
        }
    }

    /// <summary>The recommendation about a symbol that is not used yet, or null.</summary>
    private readonly Recommendation? Recommended(in SymbolView view) =>
        view.Recommendation is { } recommendation
        && recommendation.IsOpenAt(Now)
        && (Config.MicroEnabled || recommendation.Horizon != RecommendationHorizon.Intraday)
        && !IsUsed(recommendation)
            ? recommendation
            : null;

    /// <summary>What spoke for an entry in steps, as it is now; a recommendation says nothing any more when it is over.</summary>
    private readonly Entry EntryOf(EntryPlan plan, in SymbolView view) =>
        !plan.IsRecommended ? EntryOf(view.Features.Of(plan.Kind))
        : view.Recommendation is { } recommendation && recommendation.IsOpenAt(Now) ? EntryOf(recommendation)
        : EntryOf(new Signal(plan.Kind, false, 0, Now));

    private static Entry EntryOf(in Signal signal) =>
        new()
        {
            Signal = signal,
            Correlation = double.NaN,
            SectorExposure = double.NaN,
        };

    private static Entry EntryOf(Recommendation recommendation) =>
        EntryOf(
            new Signal(
                recommendation.Horizon == RecommendationHorizon.Intraday ? SignalKind.Micro : SignalKind.Recommendation,
                recommendation.Action == RecommendationAction.Buy,
                recommendation.Confidence,
                recommendation.CreatedAt
            )
        ) with
        {
            Recommendation = recommendation,
        };

    /// <summary>What speaks for an entry, in a trader's words.</summary>
    private static string Explain(in Entry entry, in SymbolView view) =>
        entry.Recommendation is { } recommendation
            ? Explain(recommendation)
            : SignalReader.Explain(entry.Signal, view.Features);

    private static string Explain(Recommendation recommendation) =>
        Text(
            $"a recommendation of {recommendation.CreatedAt:yyyy-MM-dd HH:mm} UTC says \"{recommendation.Thesis.TrimEnd('.')}\" with confidence {recommendation.Confidence:0.00}"
        );

    private readonly bool MayHeed(int place) => viewOf.Contains(place) || MayTrade(symbols[place].Symbol);

    private readonly bool IsUsed(Recommendation recommendation)
    {
        foreach (var used in Book.Engine.UsedRecommendations)
        {
            if (used.RecommendationId == recommendation.RecommendationId)
            {
                return Now - used.At < Config.RecommendationTtl;
            }
        }

        return false;
    }

    /// <summary>Notes that a recommendation is not to be used again, and forgets those that may be.</summary>
    private void Use(Recommendation recommendation)
    {
        var (now, ttl) = (Now, Config.RecommendationTtl);
        var used = Book.Engine.UsedRecommendations.RemoveAll(each =>
            now - each.At >= ttl || each.RecommendationId == recommendation.RecommendationId
        );
        Remember(
            Book.Engine with
            {
                UsedRecommendations = used.Add(new UsedRecommendation(recommendation.RecommendationId, now)),
            }
        );
    }

    /// <summary>Whether what stands in the way passes, so that a recommendation waits for it (requirement 11.2).</summary>
    private static bool Passes(SkipReason reason) =>
        reason
            is SkipReason.OutsideTradingWindow
                or SkipReason.OutsideTradingHours
                or SkipReason.NoPrice
                or SkipReason.PositionLimit
                or SkipReason.CircuitBreaker;
}
