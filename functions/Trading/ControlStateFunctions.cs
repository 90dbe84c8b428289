using AgentTrader.Core.Identity;
using AgentTrader.Core.Trading;
using AgentTrader.Functions.Http;
using AgentTrader.Services.Trading;
using AgentTrader.Services.Trading.Control;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AgentTrader.Functions.Trading;

/// <summary>How an agent's engine stands and how it did.</summary>
public sealed class ControlStateFunctions(EngineInspection engines)
{
    private const string Item = "api/v1/agents/{agentId}/trading";

    [Function("GetEngineStatus")]
    [Api("How an agent's engine stands.", Roles = Roles.Any, Result = typeof(EngineStatusResponse))]
    public async Task<IResult> Status(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Item + "/status")] HttpRequest request,
        string agentId,
        CancellationToken cancellationToken
    ) => ApiResult.Ok(await engines.StatusAsync(request.Caller(), agentId, cancellationToken));

    [Function("ListStops")]
    [Api("Where an agent's positions end by themselves.", Roles = Roles.Any, Result = typeof(Page<StopResponse>))]
    public async Task<IResult> Stops(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Item + "/stops")] HttpRequest request,
        string agentId,
        CancellationToken cancellationToken
    ) => ApiResult.Ok(request.ToPage(await engines.StopsAsync(request.Caller(), agentId, cancellationToken), null));

    [Function("ListLots")]
    [Api(
        "An agent's open lots, oldest first: sales close them in this order. With closed=true those that were sold, newest first.",
        Roles = Roles.Any,
        Result = typeof(Page<LotResponse>),
        Query = ["closed", Paging.SizeName, Paging.TokenName]
    )]
    public async Task<IResult> Lots(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Item + "/lots")] HttpRequest request,
        string agentId,
        CancellationToken cancellationToken
    ) =>
        await request.PageAsync(
            (size, token) =>
                engines.LotsAsync(
                    request.Caller(),
                    agentId,
                    request.QueryFlag("closed", defaultValue: false),
                    size,
                    token,
                    cancellationToken
                )
        );

    [Function("GetReserve")]
    [Api(
        "An agent's reserve pool with its ledger, newest first.",
        Roles = Roles.Any,
        Result = typeof(ReserveResponse),
        Query = [Paging.SizeName, Paging.TokenName]
    )]
    public async Task<IResult> Reserve(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Item + "/reserve")] HttpRequest request,
        string agentId,
        CancellationToken cancellationToken
    )
    {
        var reserve = await engines.ReserveAsync(
            request.Caller(),
            agentId,
            request.PageSize(),
            request.Continuation(),
            cancellationToken
        );
        var page = request.ToPage(reserve.Items, reserve.NextPageToken);
        return ApiResult.Ok(reserve with { NextPageToken = page.NextPageToken });
    }

    [Function("GetCircuitBreakers")]
    [Api(
        "What keeps an agent's engine from trading, and for how long.",
        Roles = Roles.Any,
        Result = typeof(CircuitBreakersResponse)
    )]
    public async Task<IResult> Breakers(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Item + "/circuit-breakers")] HttpRequest request,
        string agentId,
        CancellationToken cancellationToken
    ) => ApiResult.Ok(await engines.BreakersAsync(request.Caller(), agentId, cancellationToken));

    [Function("GetEnginePerformance")]
    [Api("How an agent's engine did.", Roles = Roles.Any, Result = typeof(EnginePerformanceResponse))]
    public async Task<IResult> Performance(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Item + "/performance")] HttpRequest request,
        string agentId,
        CancellationToken cancellationToken
    ) => ApiResult.Ok(await engines.PerformanceAsync(request.Caller(), agentId, cancellationToken));

    [Function("GetRiskTier")]
    [Api("The risk tier that an agent's engine goes by.", Roles = Roles.Any, Result = typeof(RiskTierResponse))]
    public async Task<IResult> RiskTier(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Item + "/risk-tier")] HttpRequest request,
        string agentId,
        CancellationToken cancellationToken
    ) => ApiResult.Ok(await engines.RiskTierAsync(request.Caller(), agentId, cancellationToken));

    [Function("ListSnapshots")]
    [Api(
        "An agent's portfolio at the end of each session, newest first.",
        Roles = Roles.Any,
        Result = typeof(Page<DaySnapshot>),
        Query = [Paging.SizeName, Paging.TokenName]
    )]
    public async Task<IResult> Snapshots(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Item + "/snapshots")] HttpRequest request,
        string agentId,
        CancellationToken cancellationToken
    ) =>
        await request.PageAsync(
            (size, token) => engines.SnapshotsAsync(request.Caller(), agentId, size, token, cancellationToken)
        );

    [Function("ListEngineEvents")]
    [Api(
        "What an agent's engine did beside trading, newest first: breakers, changes of the risk tier and the like.",
        Roles = Roles.Any,
        Result = typeof(Page<EngineEvent>),
        Query = [Paging.SizeName, Paging.TokenName]
    )]
    public async Task<IResult> Events(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Item + "/events")] HttpRequest request,
        string agentId,
        CancellationToken cancellationToken
    ) =>
        await request.PageAsync(
            (size, token) => engines.EventsAsync(request.Caller(), agentId, size, token, cancellationToken)
        );

    [Function("ListStopHistory")]
    [Api(
        "Where an agent's positions ended by themselves, as it was set and moved, newest first.",
        Roles = Roles.Any,
        Result = typeof(Page<StopChangeResponse>),
        Query = [Paging.SizeName, Paging.TokenName]
    )]
    public async Task<IResult> StopHistory(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Item + "/stops/history")] HttpRequest request,
        string agentId,
        CancellationToken cancellationToken
    ) =>
        await request.PageAsync(
            (size, token) => engines.StopHistoryAsync(request.Caller(), agentId, size, token, cancellationToken)
        );
}
