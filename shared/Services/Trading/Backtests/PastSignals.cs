using AgentTrader.Core.Market;
using AgentTrader.Core.Trading.Signals;

namespace AgentTrader.Services.Trading.Backtests;

/// <summary>What agents were told from outside, for a backtest to replay.</summary>
/// <param name="Recommendations">Those that counted at some instant of its time.</param>
/// <param name="MacroEvents">The same.</param>
/// <param name="Earnings">The days of earnings that were entered by hand, whenever they are.</param>
public sealed record PastSignals(
    Recommendations Recommendations,
    IReadOnlyList<MacroEvent> MacroEvents,
    IReadOnlyList<EarningsDay> Earnings
)
{
    public static PastSignals None { get; } = new(Recommendations.None, [], []);
}
