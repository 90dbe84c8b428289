using AgentTrader.Core.Identity;
using AgentTrader.Core.Trading;
using AgentTrader.Functions.Http;
using AgentTrader.Services.Trading;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AgentTrader.Functions.Trading;

/// <summary>An agent's trades.</summary>
public sealed class TradeFunctions(TradeService trades)
{
    private const string Collection = "api/v1/agents/{agentId}/trades";

    [Function("SubmitTrade")]
    [Api(
        "Submits a trade; it is filled, held for approval or refused within moments.",
        Roles = Roles.Admin | Roles.Trader,
        Body = typeof(TradeRequest),
        Result = typeof(TradeRecord),
        Status = 202,
        Problems = [402, 409, 422]
    )]
    public async Task<IResult> Submit(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Collection)] HttpRequest request,
        string agentId,
        CancellationToken cancellationToken
    )
    {
        var body = await request.ReadBodyAsync<TradeRequest>(cancellationToken);
        var trade = await trades.SubmitAsync(request.Caller(), agentId, body, cancellationToken);
        return ApiResult.Accepted($"/api/v1/agents/{agentId}/trades/{trade.TradeId}", trade);
    }

    [Function("ListTrades")]
    [Api(
        "An agent's trades, newest first.",
        Roles = Roles.Any,
        Result = typeof(Page<TradeRecord>),
        Query = ["status", Paging.SizeName, Paging.TokenName]
    )]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Collection)] HttpRequest request,
        string agentId,
        CancellationToken cancellationToken
    ) =>
        await request.PageAsync(
            (size, token) =>
                trades.ListAsync(
                    request.Caller(),
                    agentId,
                    request.QueryWord<TradeStatus>("status"),
                    size,
                    token,
                    cancellationToken
                )
        );

    [Function("GetTrade")]
    [Api("One trade.", Roles = Roles.Any, Result = typeof(TradeRecord))]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Collection + "/{tradeId}")] HttpRequest request,
        string agentId,
        string tradeId,
        CancellationToken cancellationToken
    ) => ApiResult.Ok(await trades.GetAsync(request.Caller(), agentId, tradeId, cancellationToken));
}
