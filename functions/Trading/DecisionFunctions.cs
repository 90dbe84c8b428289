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
        "An agent's decisions with their reasoning, newest first.",
        Roles = Roles.Any,
        Result = typeof(Page<DecisionResponse>),
        Query = ["symbol", "decision", Paging.SizeName, Paging.TokenName]
    )]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/agents/{agentId}/decisions")]
            HttpRequest request,
        string agentId,
        CancellationToken cancellationToken
    )
    {
        var (items, next) = await decisions.ListAsync(
            request.Caller(),
            agentId,
            request.QueryText("symbol", 10),
            request.QueryWord<DecisionOutcome>("decision"),
            request.PageSize(),
            request.Continuation(),
            cancellationToken
        );
        return ApiResult.Ok(request.ToPage(items, next));
    }
}
