namespace AgentTrader.Services.Oversight.Analytics;

/// <summary>One of the two books of a comparison.</summary>
/// <param name="Trades">Fills.</param>
/// <param name="Refused">Fills that this book could not take, for want of cash or shares.</param>
/// <param name="Value">Cash and positions at the market's prices now, in dollars.</param>
/// <param name="RealizedPnL">Dollars.</param>
/// <param name="ReturnPercent">Of the budget.</param>
public sealed record ComparedBook(
    int Trades,
    int Refused,
    decimal Value,
    decimal RealizedPnL,
    decimal Fees,
    decimal ReturnPercent
);
