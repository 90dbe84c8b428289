namespace AgentTrader.Services.Oversight;

/// <summary>What the orchestration <c>TradeApproval</c> is started with; its instance id is the request's id.</summary>
/// <param name="RequestId">The request.</param>
/// <param name="RemindAt">Half of the time.</param>
/// <param name="EscalateAt">80 % of the time.</param>
/// <param name="ExpiresAt">The deadline.</param>
/// <param name="Decided">The request is decided already: there is nothing to wait for.</param>
public sealed record ApprovalInput(
    string RequestId,
    DateTimeOffset RemindAt,
    DateTimeOffset EscalateAt,
    DateTimeOffset ExpiresAt,
    bool Decided = false
)
{
    public static ApprovalInput Of(OversightRequest request) =>
        new(
            request.RequestId,
            request.RemindAt,
            request.EscalateAt,
            request.ExpiresAt,
            request.Status != OversightStatus.Pending
        );
}
