namespace AgentTrader.Services.Market;

/// <summary>When a company reports next (document 5, requirement 10).</summary>
/// <param name="Date">The day in New York; null when none is known.</param>
/// <param name="TradingDays">Until then; 0 on the day itself.</param>
public sealed record EarningsResponse(string Symbol, DateOnly? Date, int? TradingDays);
