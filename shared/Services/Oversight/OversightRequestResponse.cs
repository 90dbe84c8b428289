namespace AgentTrader.Services.Oversight;

/// <summary>An approval request as the API shows it.</summary>
public sealed record OversightRequestResponse(
    string RequestId,
    string AgentId,
    string AgentName,
    string TradeId,
    OversightStatus Status,
    TradeDetails TradeDetails,
    string Reason,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    OversightDecision? Decision
)
{
    public static OversightRequestResponse Of(OversightRequest request) =>
        new(
            request.RequestId,
            request.AgentId,
            request.AgentName,
            request.TradeId,
            request.Status,
            request.TradeDetails,
            request.Reason,
            request.CreatedAt,
            request.ExpiresAt,
            request.Decision
        );
}
