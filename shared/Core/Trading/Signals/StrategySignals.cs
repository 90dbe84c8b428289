using AgentTrader.Core.Agents;
using AgentTrader.Core.Market.Signals;

namespace AgentTrader.Core.Trading.Signals;

/// <summary>Which signals a strategy trades on.</summary>
public static class StrategySignals
{
    private static readonly SignalKind[] Conservative = [SignalKind.Trend];
    private static readonly SignalKind[] Balanced = [SignalKind.Trend, SignalKind.Momentum];
    private static readonly SignalKind[] Aggressive = [SignalKind.Trend, SignalKind.Momentum, SignalKind.Breakout];

    public static IReadOnlyList<SignalKind> Of(Strategy strategy, EngineConfig config) =>
        strategy switch
        {
            Strategy.Conservative => Conservative,
            Strategy.Balanced => Balanced,
            Strategy.Aggressive => Aggressive,
            _ => config.CustomSignals,
        };
}
