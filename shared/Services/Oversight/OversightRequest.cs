using AgentTrader.Core;
using AgentTrader.Services.Agents;
using AgentTrader.Services.Trading;

namespace AgentTrader.Services.Oversight;

/// <summary>A trade that waits for a person, what the person said, and whether the trade was sent on its way since.</summary>
public sealed record OversightRequest(
    string RequestId,
    string AgentId,
    string AgentName,
    OversightStatus Status,
    TradeDetails TradeDetails,
    string Reason,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    TradeOrderMessage Message,
    OversightDecision? Decision = null,
    bool Released = false
)
{
    /// <summary>How long a request waits before it expires as rejected (document 1, FR-013).</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    public string TradeId => Message.Order.TradeId;

    /// <summary>The request of a trade; a trade has at most one.</summary>
    public static string IdFor(string tradeId) =>
        EntityId.Derive(IdPrefixes.Oversight, EntityId.InstantOf(tradeId), tradeId);

    public static OversightRequest For(
        AgentRecord agent,
        TradeOrderMessage message,
        decimal price,
        string reason,
        DateTimeOffset now
    ) =>
        new(
            IdFor(message.Order.TradeId),
            agent.AgentId,
            agent.Settings.Name,
            OversightStatus.Pending,
            new TradeDetails(
                message.Order.Symbol,
                message.Order.Action,
                message.Order.Quantity,
                Money.ToCents(price * message.Order.Quantity)
            ),
            reason,
            now,
            now + Lifetime,
            message
        );
}
