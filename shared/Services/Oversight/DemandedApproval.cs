namespace AgentTrader.Services.Oversight;

/// <summary>The answer to <c>POST /oversight/requests</c> (spec/1 section 5.3).</summary>
/// <param name="TradeId">What the trade is called here.</param>
/// <param name="Approvers">The names of those who may decide; empty when every approver may.</param>
/// <param name="SlackMessageId">The message in the agent's channel; null while Slack has not been told, or without Slack.</param>
public sealed record DemandedApproval(
    string RequestId,
    string TradeId,
    OversightStatus Status,
    IReadOnlyList<string> Approvers,
    string? SlackMessageId,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt
);
