using AgentTrader.Core.Market.Signals;
using AgentTrader.Core.Trading;
using AgentTrader.Core.Trading.Risk;

namespace AgentTrader.Services.Trading;

/// <summary>A decision of the engine as the API shows it (document 5, requirement 17); dollars, instants of the market.</summary>
/// <param name="Decision">Act or skip.</param>
/// <param name="Correlation">Average with what was held, weighted by value; null when it was not reckoned.</param>
/// <param name="SectorExposure">The sector's part of the active pool before the trade, of 1; null when it was not reckoned.</param>
/// <param name="CircuitBreaker">The breakers that were open, by name; empty as a rule.</param>
/// <param name="SignalAt">When the signal began.</param>
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
    string? RecommendationId,
    SignalKind Signal,
    double Confidence,
    long Quantity,
    [property: Price] decimal Price,
    RiskTier RiskTier,
    decimal ActivePool,
    decimal ReservePool,
    decimal PortfolioHeat,
    double? Correlation,
    double? SectorExposure,
    bool EarningsNear,
    string CircuitBreaker,
    bool WashSaleRisk,
    string Reasoning,
    DateTimeOffset SignalAt,
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
            made.RecommendationId,
            made.Signal,
            made.Confidence,
            made.Quantity,
            made.Price,
            made.RiskTier,
            made.ActivePool,
            made.ReservePool,
            made.PortfolioHeat,
            made.Correlation,
            made.SectorExposure,
            made.EarningsNear,
            made.CircuitBreaker,
            made.WashSaleRisk,
            made.Reasoning,
            made.SignalAt,
            made.BarEnd,
            made.MarketTime,
            record.CreatedAt,
            made.TradeId
        );
    }
}
