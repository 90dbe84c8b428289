using System.Text.Json;
using AgentTrader.Core.Trading;

namespace AgentTrader.Services.Notifications;

/// <summary>The types an <see cref="AgentEvent"/> can have; the dashboard switches on the same words.</summary>
public static class EventTypes
{
    public const string AgentCreated = "agent.created";
    public const string AgentUpdated = "agent.updated";
    public const string AgentDeleted = "agent.deleted";

    /// <summary>What a portfolio is worth: every five minutes of the market, and after each fill. Not a deed, so not audited.</summary>
    public const string PortfolioUpdated = "portfolio.update";

    public const string TradeSubmitted = "trade.submitted";
    public const string TradeExecuted = "trade.executed";
    public const string TradeFailed = "trade.failed";

    /// <summary>A trade waits for a person. The word is spec/1's, section 5.4; every event of oversight carries the whole request.</summary>
    public const string OversightRequested = "oversight.request";

    /// <summary>Half of the time is over and nobody has decided.</summary>
    public const string OversightReminded = "oversight.reminded";

    /// <summary>80 % of the time is over: the next approvers are asked too.</summary>
    public const string OversightEscalated = "oversight.escalated";

    /// <summary>One approver of several has said yes; more are needed.</summary>
    public const string OversightVoted = "oversight.voted";

    /// <summary>An approver asked something about the request; the last of its notes says what.</summary>
    public const string OversightInfoRequested = "oversight.info_requested";

    /// <summary>The agent's people answered what approvers asked; the last of the notes says what.</summary>
    public const string OversightAnswered = "oversight.answered";

    /// <summary>Approved or rejected, for good.</summary>
    public const string OversightDecided = "oversight.decided";

    /// <summary>Nobody decided in time: rejected by the clock, for good.</summary>
    public const string OversightExpired = "oversight.expired";

    public const string OversightConfigured = "oversight.configured";

    /// <summary>A person moved dollars into or out of the reserve pool.</summary>
    public const string ReserveAdjusted = "reserve.adjusted";

    public const string EngineConfigured = "engine.configured";

    /// <summary>What the engine tells, such as <c>engine.breaker_tripped</c>.</summary>
    public static string Of(EngineEventKind kind) =>
        "engine." + JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());
}
