namespace AgentTrader.Services.Oversight;

/// <summary>The body of <c>POST /oversight/requests</c> (spec/1 section 5.3): another system wants a person asked about a trade.</summary>
/// <param name="AgentId">Whose trade.</param>
/// <param name="TradeId">What the other system calls the trade: a <c>trd_</c> id made today. The answer says what it is called here.</param>
/// <param name="TradeDetails">The trade.</param>
/// <param name="Reason">Why a person is asked, 1 to 1,000 characters.</param>
/// <param name="RiskAssessment">Taken for the documented shape's sake: approvers are shown the risk as it is reckoned here.</param>
/// <param name="ExpiresAt">From half a minute to ten minutes ahead; ten minutes by default.</param>
public sealed record ApprovalDemand(
    string AgentId,
    string TradeId,
    DemandedTrade TradeDetails,
    string Reason,
    DemandedRisk? RiskAssessment = null,
    DateTimeOffset? ExpiresAt = null
);
