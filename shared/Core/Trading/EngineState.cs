using System.Collections.Immutable;
using AgentTrader.Core.Agents;
using AgentTrader.Core.Trading.Lots;
using AgentTrader.Core.Trading.Risk;
using AgentTrader.Core.Trading.Signals;

namespace AgentTrader.Core.Trading;

/// <summary>What the engine remembers of an agent from one step to the next; it lives in the agent's book.</summary>
public sealed record EngineState
{
    public static EngineState New { get; } = new();

    /// <summary>The tier in force; null before the first step.</summary>
    public RiskTier? Tier { get; init; }

    /// <summary>The strategy that the tier was begun for: another one begins with its own.</summary>
    public Strategy? TierOf { get; init; }

    /// <summary>The session in which the portfolio was last rebalanced.</summary>
    public DateOnly? RebalancedOn { get; init; }

    /// <summary>The session that the figures of today are about.</summary>
    public DateOnly? Day { get; init; }

    /// <summary>Dollars at that session's first step.</summary>
    public decimal DayStartValue { get; init; }

    /// <summary>The highest value at the first step or the close of any session, in dollars.</summary>
    public decimal PeakValue { get; init; }

    /// <summary>The session at whose close it was last looked at whether the tier is to be judged.</summary>
    public DateOnly? JudgedOn { get; init; }

    /// <summary>When the engine last looked for something new, by market time; null while it does so in every step.</summary>
    public DateTimeOffset? PolledAt { get; init; }

    /// <summary>The same of micro-trades.</summary>
    public DateTimeOffset? MicroPolledAt { get; init; }

    /// <summary>Positions sold today with a profit, and with a loss.</summary>
    public int Wins { get; init; }

    public int Losses { get; init; }

    /// <summary>Micro-trades entered today.</summary>
    public int MicroTrades { get; init; }

    /// <summary>The last 30 sessions before today, oldest first.</summary>
    public ImmutableArray<DayResult> Days { get; init; } = [];

    /// <summary>The breakers that are open.</summary>
    public ImmutableArray<CircuitBreaker> Breakers { get; init; } = [];

    /// <summary>Symbols not to be entered for now.</summary>
    public ImmutableArray<ReEntryBan> Bans { get; init; } = [];

    /// <summary>What people said no to lately.</summary>
    public ImmutableArray<Avoidance> Avoided { get; init; } = [];

    /// <summary>When stops were hit lately, by market time.</summary>
    public ImmutableArray<DateTimeOffset> StopHits { get; init; } = [];

    /// <summary>Entries of which tranches are still to come.</summary>
    public ImmutableArray<EntryPlan> Plans { get; init; } = [];

    /// <summary>Recommendations that are not to be used again for now.</summary>
    public ImmutableArray<UsedRecommendation> UsedRecommendations { get; init; } = [];

    /// <summary>Sales at a loss in the last 30 days: a buy of the same symbol makes them wash sales.</summary>
    public ImmutableArray<LossSale> LossSales { get; init; } = [];

    /// <summary>The tier that trading goes by: the operator's, else the engine's, else the one the strategy begins with.</summary>
    public RiskTier TierFor(Strategy strategy, EngineConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return config.ManualTier ?? (TierOf == strategy ? Tier : null) ?? RiskTierParameters.TierOf(strategy);
    }
}
