namespace AgentTrader.Services.Trading;

/// <summary>How a portfolio has done; dollars and percent.</summary>
/// <param name="TotalReturn">Value less budget.</param>
/// <param name="DayReturn">Value less the value when the market's day began.</param>
/// <param name="MaxDrawdown">The deepest fall from a peak, in percent, 0 or below.</param>
public sealed record PerformanceFigures(
    decimal TotalReturn,
    decimal TotalReturnPercent,
    decimal DayReturn,
    decimal DayReturnPercent,
    decimal MaxDrawdown
);
