namespace AgentTrader.Services.Oversight;

/// <summary>What the orchestration <c>TradeApproval</c> is started with; its instance id is the request's id.</summary>
public sealed record ApprovalInput(
    string RequestId,
    DateTimeOffset RemindAt,
    DateTimeOffset EscalateAt,
    DateTimeOffset ExpiresAt
)
{
    public static ApprovalInput Of(OversightRequest request) =>
        new(request.RequestId, request.RemindAt, request.EscalateAt, request.ExpiresAt);
}
