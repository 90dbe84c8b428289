using AgentTrader.Core.Market;

namespace AgentTrader.Services.Market;

/// <summary>What the hosts of an instance agree on about simulated time.</summary>
/// <param name="Market">Which market: see <see cref="IMarketData.Identity"/>.</param>
/// <param name="Origin">The market instant at which this instance began.</param>
/// <param name="Anchor">How time has run since the last start.</param>
/// <param name="SeenAt">When a host last reported, by the wall clock.</param>
/// <param name="SeenMarket">The market instant it reported.</param>
internal sealed record MarketClockState(
    string Market,
    DateTimeOffset Origin,
    SimulatedTime Anchor,
    DateTimeOffset SeenAt,
    DateTimeOffset SeenMarket
);
