namespace AgentTrader.Services.Oversight;

/// <summary>The answer to a decision (spec/1 section 5.3).</summary>
/// <param name="TradeExecuted">Whether the fill was seen before the answer; a slow one still follows.</param>
public sealed record DecisionResponse(
    string RequestId,
    OversightStatus Status,
    DecisionSummary Decision,
    bool TradeExecuted,
    string TradeId
);
