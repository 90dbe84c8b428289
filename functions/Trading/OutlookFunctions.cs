using AgentTrader.Core.Identity;
using AgentTrader.Functions.Http;
using AgentTrader.Services.Market;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AgentTrader.Functions.Trading;

/// <summary>What the engines know of the market beside its prices.</summary>
public sealed class OutlookFunctions(MarketOutlook outlook)
{
    [Function("ListEarnings")]
    [Api(
        "When companies report earnings next, the nearest first.",
        Roles = Roles.Any,
        Result = typeof(Page<EarningsResponse>)
    )]
    public IResult Earnings(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/trading/earnings")] HttpRequest request
    ) => ApiResult.Ok(request.ToPage(outlook.Earnings(), null));

    [Function("GetCorrelations")]
    [Api(
        "How symbols have moved together over the last 90 sessions, reckoned every night.",
        Roles = Roles.Any,
        Result = typeof(CorrelationsResponse)
    )]
    public async Task<IResult> Correlations(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/trading/correlations")] HttpRequest request,
        CancellationToken cancellationToken
    ) => ApiResult.Ok(await outlook.CorrelationsAsync(cancellationToken));
}
