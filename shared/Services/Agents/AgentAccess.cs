using AgentTrader.Core;
using AgentTrader.Core.Identity;
using AgentTrader.Services.Identity;

namespace AgentTrader.Services.Agents;

/// <summary>Who may see which agent: a trader those that trader owns, every other role all.</summary>
public sealed class AgentAccess(AgentStore agents)
{
    /// <summary>An agent that the caller may see.</summary>
    /// <exception cref="ProblemException">404, also for another trader's agent: that it exists is none of the caller's business.</exception>
    public async Task<AgentState> RequireAsync(Caller caller, string agentId, CancellationToken cancellationToken)
    {
        var state = EntityId.IsValid(agentId, IdPrefixes.Agent)
            ? await agents.FindAsync(agentId, cancellationToken)
            : null;
        return state is not null && (caller.Role != Roles.Trader || state.Agent.OwnerId == caller.UserId)
            ? state
            : throw ProblemException.NotFound("agent", agentId);
    }
}
