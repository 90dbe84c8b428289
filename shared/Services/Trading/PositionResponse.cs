namespace AgentTrader.Services.Trading;

/// <summary>A position at the current price (spec/1 section 5.1); dollars, percent of the cost.</summary>
public sealed record PositionResponse(
    string Symbol,
    long Quantity,
    [property: Price] decimal AverageCost,
    [property: Price] decimal CurrentPrice,
    decimal MarketValue,
    decimal UnrealizedPnL,
    decimal UnrealizedPnLPercent
);
