namespace AgentTrader.Services.Oversight.Analytics;

/// <summary>What approving all trades below a value without asking would have meant.</summary>
/// <param name="AutoApproveBelow">Dollars.</param>
/// <param name="TotalRequests">Decided and expired requests that were looked at.</param>
/// <param name="RequestsSaved">How many of them were below.</param>
/// <param name="SavedPercent">The same in percent.</param>
/// <param name="MoneyExposed">Dollars that the ones below were worth together: traded without a person.</param>
/// <param name="RefusedValue">Of these, dollars in trades that people or the deadline refused.</param>
/// <param name="PnLOfApproved">Dollars the approved ones have won since they were asked about, at the market's prices now.</param>
/// <param name="PnLOfRefused">Dollars the refused ones would have won.</param>
/// <param name="WithoutPrice">How many of them could not be valued, because their symbol has no price now.</param>
public sealed record WhatIfResponse(
    decimal AutoApproveBelow,
    int TotalRequests,
    int RequestsSaved,
    double SavedPercent,
    decimal MoneyExposed,
    decimal RefusedValue,
    decimal PnLOfApproved,
    decimal PnLOfRefused,
    int WithoutPrice
);
