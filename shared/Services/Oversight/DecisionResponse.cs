using AgentTrader.Core.Trading;

namespace AgentTrader.Services.Oversight;

/// <summary>The answer to a decision (spec/1 section 5.3).</summary>
/// <param name="Status">Still pending after a question, or while further approvals are needed.</param>
/// <param name="Decision">Null while pending.</param>
/// <param name="Approvals">How many have said yes so far.</param>
/// <param name="RequiredApprovals">How many must, at the least.</param>
/// <param name="TradeExecuted">Whether the fill was seen before the answer; a slow one still follows.</param>
/// <param name="TradeStatus">Where the trade stood then; null while the request is pending.</param>
/// <param name="FailureReason">Why an approved trade was not made after all, in one sentence for the approver; else null.</param>
public sealed record DecisionResponse(
    string RequestId,
    OversightStatus Status,
    DecisionSummary? Decision,
    int Approvals,
    int RequiredApprovals,
    bool TradeExecuted,
    string TradeId,
    TradeStatus? TradeStatus,
    string? FailureReason
);
