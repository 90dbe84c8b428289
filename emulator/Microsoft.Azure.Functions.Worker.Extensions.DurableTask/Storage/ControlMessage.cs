using System.Text.Json.Serialization;

namespace AgentTrader.Emulator.Durable;

/// <summary>An event on its way to an orchestration.</summary>
/// <param name="InstanceId">Whose it is.</param>
/// <param name="ExecutionId">The execution it belongs to; null for events from outside, which any execution takes.</param>
/// <param name="Event">What happened, with its message id.</param>
/// <param name="DueAt">When to deliver it; null means now.</param>
/// <param name="Replaces">For a client's start: the ended execution whose id it takes over; null where it saw none.</param>
internal sealed record ControlMessage(
    [property: JsonRequired] string InstanceId,
    string? ExecutionId,
    [property: JsonRequired] HistoryEvent Event,
    DateTimeOffset? DueAt = null,
    string? Replaces = null
);
