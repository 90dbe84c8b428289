using AgentTrader.Core;
using AgentTrader.Services.Storage;

namespace AgentTrader.Services.Trading;

/// <summary>What travels on the queue <c>agent-cycles</c>.</summary>
/// <param name="AgentId">Who is to decide.</param>
/// <param name="WokenAt">Wall time of the decision loop's turn; a message much older than that is let go.</param>
/// <param name="Reason">What woke the agent; every cycle does whatever is due.</param>
/// <param name="Day">The session that is over, when that is the reason.</param>
public sealed record AgentCycleMessage(
    string AgentId,
    DateTimeOffset WokenAt,
    CycleReason Reason = CycleReason.DecisionLoop,
    DateOnly? Day = null
) : IQueueMessage
{
    public string? Fault() => EntityId.IsValid(AgentId, IdPrefixes.Agent) ? null : "it names no agent.";
}
