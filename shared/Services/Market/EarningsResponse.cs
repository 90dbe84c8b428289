namespace AgentTrader.Services.Market;

/// <summary>When a company reports next (document 5, requirement 10).</summary>
/// <param name="Date">The day in New York; null when none is known.</param>
/// <param name="TradingDays">Until then; 0 on the day itself.</param>
/// <param name="Source">Who says so; null when no day is known.</param>
/// <param name="Entered">All days that were entered, past ones too, oldest first.</param>
public sealed record EarningsResponse(
    string Symbol,
    DateOnly? Date,
    int? TradingDays,
    EarningsSource? Source,
    IReadOnlyList<DateOnly> Entered
);
