using System.Text.Json;
using AgentTrader.Core.Trading;

namespace AgentTrader.Services.Notifications;

/// <summary>The types an <see cref="AgentEvent"/> can have; the dashboard switches on the same words.</summary>
public static class EventTypes
{
    public const string AgentCreated = "agent.created";
    public const string AgentUpdated = "agent.updated";
    public const string AgentDeleted = "agent.deleted";
    public const string TradeSubmitted = "trade.submitted";
    public const string TradeExecuted = "trade.executed";
    public const string TradeFailed = "trade.failed";
    public const string OversightRequest = "oversight.request";
    public const string OversightDecision = "oversight.decision";

    public const string EngineConfigured = "engine.configured";

    /// <summary>What the engine tells, such as <c>engine.breaker_tripped</c>.</summary>
    public static string Of(EngineEventKind kind) =>
        "engine." + JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());
}
