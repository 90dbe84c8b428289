using AgentTrader.Core.Identity;
using AgentTrader.Functions.Http;
using AgentTrader.Services.Trading.Backtests;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AgentTrader.Functions.Trading;

/// <summary>What the engine would have done.</summary>
public sealed class BacktestFunctions(BacktestService backtests)
{
    private const string Collection = "api/v1/trading/backtests";

    [Function("StartBacktest")]
    [Api(
        "Replays the market's past through the engine; the answer says where to look for the result.",
        Roles = Roles.Admin | Roles.Trader,
        Body = typeof(StartBacktestRequest),
        Result = typeof(BacktestResponse),
        Status = 202,
        Problems = [422]
    )]
    public async Task<IResult> Start(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Collection)] HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        var body = await request.ReadBodyAsync<StartBacktestRequest>(cancellationToken);
        var backtest = await backtests.SubmitAsync(request.Caller(), body, cancellationToken);
        return ApiResult.Accepted($"/{Collection}/{backtest.BacktestId}", backtest);
    }

    [Function("ListBacktests")]
    [Api(
        "Backtests without their trades and curves, newest first; a trader's own, or all.",
        Roles = Roles.Any,
        Result = typeof(Page<BacktestResponse>),
        Query = [Paging.SizeName, Paging.TokenName]
    )]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Collection)] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        await request.PageAsync((size, token) => backtests.ListAsync(request.Caller(), size, token, cancellationToken));

    [Function("GetBacktest")]
    [Api("One backtest, with its result once it has completed.", Roles = Roles.Any, Result = typeof(BacktestResponse))]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Collection + "/{backtestId}")] HttpRequest request,
        string backtestId,
        CancellationToken cancellationToken
    ) => ApiResult.Ok(await backtests.GetAsync(request.Caller(), backtestId, cancellationToken));

    [Function("CancelBacktest")]
    [Api(
        "Cancels a backtest that waits or runs.",
        Roles = Roles.Admin | Roles.Trader,
        Result = typeof(BacktestResponse),
        Problems = [409]
    )]
    public async Task<IResult> Cancel(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Collection + "/{backtestId}/cancel")]
            HttpRequest request,
        string backtestId,
        CancellationToken cancellationToken
    ) => ApiResult.Ok(await backtests.CancelAsync(request.Caller(), backtestId, cancellationToken));
}
