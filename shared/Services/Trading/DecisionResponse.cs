using AgentTrader.Core.Trading;

namespace AgentTrader.Services.Trading;

/// <summary>A decision of the engine as the API shows it (document 5, requirement 17); dollars, instants of the market.</summary>
/// <param name="Decision">Act or skip.</param>
/// <param name="CreatedAt">Wall time.</param>
/// <param name="TradeId">The trade that followed; null for a skip.</param>
public sealed record DecisionResponse(
    string DecisionId,
    string AgentId,
    string Symbol,
    TradeAction Action,
    DecisionTrigger Trigger,
    DecisionOutcome Decision,
    SkipReason? SkipReason,
    double Confidence,
    long Quantity,
    [property: Price] decimal Price,
    RiskTier RiskTier,
    decimal ActivePool,
    decimal ReservePool,
    decimal PortfolioHeat,
    string Reasoning,
    DateTimeOffset BarEnd,
    DateTimeOffset MarketTime,
    DateTimeOffset CreatedAt,
    string? TradeId
)
{
    public static DecisionResponse Of(DecisionRecord record)
    {
        var made = record.Decision;
        return new(
            made.DecisionId,
            made.AgentId,
            made.Symbol,
            made.Action,
            made.Trigger,
            made.Outcome,
            made.SkipReason,
            made.Confidence,
            made.Quantity,
            made.Price,
            made.RiskTier,
            made.ActivePool,
            made.ReservePool,
            made.PortfolioHeat,
            made.Reasoning,
            made.BarEnd,
            made.MarketTime,
            record.CreatedAt,
            made.TradeId
        );
    }
}
