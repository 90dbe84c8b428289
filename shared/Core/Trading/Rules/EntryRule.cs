using AgentTrader.Core.Market.Signals;
using AgentTrader.Core.Trading.Steps;

namespace AgentTrader.Core.Trading.Rules;

/// <summary>One condition of entering a position: it lets the entry pass, shrinks it, or gives the reason to skip it.</summary>
internal abstract class EntryRule
{
    /// <summary>All rules in the order in which they speak: whether at all, how much, what limits it, how many shares, and is there a place.</summary>
    public static EntryRule[] All { get; } =
    [
        new CircuitBreakerRule(),
        new ConfidenceRule(),
        new TradingHoursRule(),
        new PriceRule(),
        new TradingWindowRule(),
        new ReEntryBanRule(),
        new AvoidanceRule(),
        new ActivePoolRule(),
        new BroadDeclineRule(),
        new EarningsRule(),
        new PositionLimitRule(),
        new MicroLimitRule(),
        new HeatRule(),
        new BaseSizeRule(),
        new DiversificationRule(),
        new CorrelationRule(),
        new LargestPositionRule(),
        new SectorRule(),
        new WholeSharesRule(),
        new FeesRule(),
    ];

    /// <summary>
    /// The rules that each later tranche of an entry must pass again (requirement 11.4), those of the largest position among
    /// them: between two tranches prices, pool and the rest of the portfolio change.
    /// </summary>
    public static EntryRule[] ForTranches { get; } =
    [
        new ConfidenceRule(),
        new PriceRule(),
        new ReEntryBanRule(),
        new AvoidanceRule(),
        new ActivePoolRule(),
        new BroadDeclineRule(),
        new EarningsRule(),
        new HeatRule(),
        new DiversificationRule(),
        new LargestPositionRule(),
        new SectorRule(),
    ];

    /// <summary>The reason to skip the entry, or null.</summary>
    public abstract SkipReason? Apply(ref EngineStep step, in SymbolView view, ref Entry entry);

    protected static bool IsMicro(in Entry entry) => entry.Signal.Kind == SignalKind.Micro;
}
