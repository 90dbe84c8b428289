using AgentTrader.Core.Trading;
using AgentTrader.Services.Agents;
using AgentTrader.Services.Identity;

namespace AgentTrader.Services.Trading;

/// <summary>Decisions as people look at them.</summary>
public sealed class DecisionService(AgentAccess access, DecisionStore decisions)
{
    /// <exception cref="ProblemException">404.</exception>
    public async Task<(IReadOnlyList<DecisionResponse> Decisions, string? NextPageToken)> ListAsync(
        Caller caller,
        string agentId,
        string? symbol,
        DecisionOutcome? outcome,
        DateTimeOffset? from,
        DateTimeOffset? to,
        int pageSize,
        string? pageToken,
        CancellationToken cancellationToken
    )
    {
        await access.RequireAsync(caller, agentId, cancellationToken);
        var (found, next) = await decisions.ListAsync(
            agentId,
            symbol,
            outcome,
            from,
            to,
            pageSize,
            pageToken,
            cancellationToken
        );
        return ([.. found.Select(DecisionResponse.Of)], next);
    }
}
