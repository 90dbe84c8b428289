using AgentTrader.Core.Trading;

namespace AgentTrader.Services.Oversight;

/// <summary>An earlier trade of the same agent in the same symbol and direction, and how it ended (document 1, FR-013).</summary>
/// <param name="TradeId">The trade.</param>
/// <param name="Quantity">Shares.</param>
/// <param name="Status">Filled, failed or cancelled.</param>
/// <param name="SubmittedAt">Wall time.</param>
/// <param name="ExecutedPrice">Dollars a share; null when it was not filled.</param>
/// <param name="RealizedPnL">Of a sale, dollars; null for a buy.</param>
/// <param name="ChangePercent">How far the price has moved since the fill; null when it was not filled.</param>
/// <param name="Reason">Why it was not filled; null when it was.</param>
public sealed record SimilarTrade(
    string TradeId,
    long Quantity,
    TradeStatus Status,
    DateTimeOffset SubmittedAt,
    [property: Price] decimal? ExecutedPrice,
    decimal? RealizedPnL,
    decimal? ChangePercent,
    string? Reason
);
