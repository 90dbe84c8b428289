using AgentTrader.Core.Identity;
using AgentTrader.Core.Trading;
using AgentTrader.Functions.Http;
using AgentTrader.Services.Trading;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AgentTrader.Functions.Trading;

/// <summary>Why an agent traded, or did not.</summary>
public sealed class DecisionFunctions(DecisionService decisions)
{
    [Function("ListDecisions")]
    [Api(
        "An agent's decisions with their reasoning, newest first; from one instant of the market until before another.",
        Roles = Roles.Any,
        Result = typeof(Page<DecisionResponse>),
        Query = ["symbol", "decision", "from", "to", Paging.SizeName, Paging.TokenName]
    )]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/agents/{agentId}/trading/decisions")]
            HttpRequest request,
        string agentId,
        CancellationToken cancellationToken
    ) =>
        await request.PageAsync(
            (size, token) =>
                decisions.ListAsync(
                    request.Caller(),
                    agentId,
                    request.QueryText("symbol", 10),
                    request.QueryWord<DecisionOutcome>("decision"),
                    request.QueryInstant("from"),
                    request.QueryInstant("to"),
                    size,
                    token,
                    cancellationToken
                )
        );
}
