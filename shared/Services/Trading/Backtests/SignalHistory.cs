using AgentTrader.Core.Market;
using AgentTrader.Core.Trading.Signals;
using AgentTrader.Services.Market;
using AgentTrader.Services.Storage;
using AgentTrader.Services.Trading.Signals;

namespace AgentTrader.Services.Trading.Backtests;

/// <summary>What agents were told from outside in the past, for a backtest to replay (document 5, requirements 15.1 and 15.2).</summary>
public sealed class SignalHistory(InstanceStorage storage, TimeProvider time)
{
    private readonly MarketFeed<Recommendation> recommendations = RecommendationService.FeedIn(storage, time);
    private readonly SharedRow<EnteredEarnings> earnings = EarningsEntries.RowIn(storage, time);
    private readonly MarketFeed<MacroEvent> events = MacroEvents.FeedIn(storage, time);

    /// <summary>The recommendations and events that counted at some instant of a span of market time, and all days of earnings.</summary>
    public async Task<PastSignals> BetweenAsync(
        DateTimeOffset from,
        DateTimeOffset to,
        CancellationToken cancellationToken
    )
    {
        var recommended = await recommendations.BetweenAsync(from, to, cancellationToken);
        return new(
            new Recommendations(recommended),
            await events.BetweenAsync(from, to, cancellationToken),
            (await earnings.GetAsync(cancellationToken)).Days
        );
    }
}
