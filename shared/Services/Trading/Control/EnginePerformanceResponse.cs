using AgentTrader.Core.Trading;
using AgentTrader.Core.Trading.Backtesting;

namespace AgentTrader.Services.Trading.Control;

/// <summary>How an agent's engine did (document 5, requirement 14); dollars.</summary>
/// <param name="TotalValue">Cash and positions.</param>
/// <param name="ActivePool">The same without the reserve pool.</param>
/// <param name="UnrealizedPnL">Of the open positions, before fees.</param>
/// <param name="RealizedPnL">Of all sales so far, before fees.</param>
/// <param name="TaxAdjustedPnL">The same without the losses of wash sales that wait in open lots (requirement 12.4).</param>
/// <param name="Overall">Since the agent began.</param>
/// <param name="Recent">The last 30 sessions and today; wins and losses of the last 1,000 trades.</param>
/// <param name="Micro">Of the micro-trades among these trades (requirement 20.7); a day is one on which something was sold.</param>
/// <param name="Days">Those sessions, oldest first.</param>
public sealed record EnginePerformanceResponse(
    decimal TotalValue,
    decimal ActivePool,
    decimal ReservePool,
    decimal UnrealizedPnL,
    decimal RealizedPnL,
    decimal TaxAdjustedPnL,
    decimal FeesPaid,
    PerformanceFigures Overall,
    PerformanceMetrics Recent,
    MicroMetrics Micro,
    IReadOnlyList<DayResult> Days
);
