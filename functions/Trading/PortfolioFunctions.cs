using AgentTrader.Core.Identity;
using AgentTrader.Functions.Http;
using AgentTrader.Services.Trading;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AgentTrader.Functions.Trading;

/// <summary>What an agent owns.</summary>
public sealed class PortfolioFunctions(PortfolioService portfolios)
{
    [Function("GetPortfolio")]
    [Api(
        "An agent's portfolio at current prices, with its history if asked for.",
        Roles = Roles.Any,
        Result = typeof(PortfolioResponse),
        Query = ["includeHistory", "timeRange"]
    )]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/agents/{agentId}/portfolio")]
            HttpRequest request,
        string agentId,
        CancellationToken cancellationToken
    )
    {
        var range = request.QueryText("timeRange", 3);
        var wanted = request.QueryFlag("includeHistory", defaultValue: range is not null) ? range ?? "ALL" : null;
        return ApiResult.Ok(await portfolios.GetAsync(request.Caller(), agentId, wanted, cancellationToken));
    }
}
