using AgentTrader.Core.Identity;
using AgentTrader.Functions.Http;
using AgentTrader.Services.Market;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AgentTrader.Functions.Trading;

/// <summary>What the engines know of the market beside its prices.</summary>
public sealed class OutlookFunctions(MarketOutlook outlook, EarningsEntries entries)
{
    private const string EarningsRoute = "api/v1/trading/earnings";

    // A day that is entered counts for every agent, whoever owns it.
    private const Roles Enter = Roles.Admin | Roles.Service;

    [Function("ListEarnings")]
    [Api(
        "When companies report earnings next, the nearest first, and who says so.",
        Roles = Roles.Any,
        Result = typeof(Page<EarningsResponse>)
    )]
    public async Task<IResult> Earnings(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = EarningsRoute)] HttpRequest request,
        CancellationToken cancellationToken
    ) => ApiResult.Ok(request.ToPage(await outlook.EarningsAsync(cancellationToken), null));

    [Function("EnterEarnings")]
    [Api(
        "Enters a trading day on which a company reports earnings; it counts beside those that the market knows.",
        Roles = Enter,
        Result = typeof(EarningsResponse)
    )]
    public async Task<IResult> EnterEarnings(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = EarningsRoute + "/{symbol}/{date}")]
            HttpRequest request,
        string symbol,
        string date,
        CancellationToken cancellationToken
    )
    {
        await entries.EnterAsync(request.Caller(), symbol, date, cancellationToken);
        return ApiResult.Ok(await outlook.EarningsOfAsync(symbol, cancellationToken));
    }

    [Function("RemoveEarnings")]
    [Api(
        "Takes back a day of earnings that was entered; those that the market knows stay.",
        Roles = Enter,
        Result = typeof(EarningsResponse)
    )]
    public async Task<IResult> RemoveEarnings(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = EarningsRoute + "/{symbol}/{date}")]
            HttpRequest request,
        string symbol,
        string date,
        CancellationToken cancellationToken
    )
    {
        await entries.RemoveAsync(request.Caller(), symbol, date, cancellationToken);
        return ApiResult.Ok(await outlook.EarningsOfAsync(symbol, cancellationToken));
    }

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
