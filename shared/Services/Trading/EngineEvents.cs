using System.Text.Json;
using AgentTrader.Core.Trading;
using AgentTrader.Services.Agents;
using AgentTrader.Services.Notifications;
using AgentTrader.Services.Storage;
using Azure.Data.Tables;

namespace AgentTrader.Services.Trading;

/// <summary>How what an engine did beside trading is kept and told.</summary>
internal static class EngineEvents
{
    /// <summary>The rows that keep it, for the transaction that makes it true.</summary>
    /// <param name="agentId">Whose.</param>
    /// <param name="events">What happened.</param>
    /// <param name="cause">What led to it: a step, or a trade's id.</param>
    public static IEnumerable<TableTransactionAction> Rows(
        string agentId,
        IEnumerable<EngineEvent> events,
        string cause
    ) => events.Select((happened, place) => EngineLogs.Events.Put(agentId, happened.At, cause, place, happened));

    /// <summary>The promises to tell it.</summary>
    /// <param name="agent">Whose.</param>
    /// <param name="events">What happened.</param>
    /// <param name="now">Wall time.</param>
    /// <param name="cause">A trade's id where a trade led to it: several trades may be filled at one instant of the market.</param>
    public static IEnumerable<OutboxMessage> Promises(
        AgentRecord agent,
        IEnumerable<EngineEvent> events,
        DateTimeOffset now,
        string? cause = null
    ) =>
        events.Select(
            (happened, place) =>
                new AgentEvent(
                    $"{agent.AgentId}-{happened.Kind}-{NewestFirst.Key(happened.At)}-{cause}{place}",
                    EventTypes.Of(happened.Kind),
                    agent.AgentId,
                    agent.OwnerId,
                    null,
                    agent.AgentId,
                    null,
                    now,
                    JsonSerializer.SerializeToElement(happened, ApiJson.Options)
                ).ToOutbox()
        );
}
