namespace AgentTrader.Core.Trading;

/// <summary>A line of the reserve pool's ledger (document 5, requirement 18.2); the pool changes by nothing else.</summary>
/// <param name="Trigger">Why.</param>
/// <param name="Amount">Dollars, below 0 for a withdrawal.</param>
/// <param name="BalanceAfter">Dollars.</param>
/// <param name="At">Market time.</param>
public sealed record ReserveEntry(ReserveTrigger Trigger, decimal Amount, decimal BalanceAfter, DateTimeOffset At);
