using System.Text.Json;
using AgentTrader.Core.Identity;
using AgentTrader.Core.Trading;
using AgentTrader.Functions.Http;
using AgentTrader.Services.Trading.Control;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AgentTrader.Functions.Trading;

/// <summary>The settings of an agent's engine, and what a person puts aside from it.</summary>
public sealed class ControlConfigFunctions(EngineConfigs configs, ReserveAdjustments reserves)
{
    private const string Item = "api/v1/agents/{agentId}/trading";
    private const Roles Steer = Roles.Admin | Roles.Trader;

    [Function("GetEngineConfig")]
    [Api("Every setting of an agent's engine.", Roles = Roles.Any, Result = typeof(EngineConfigVersion))]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Item + "/config")] HttpRequest request,
        string agentId,
        CancellationToken cancellationToken
    ) => ApiResult.Ok(await configs.GetAsync(request.Caller(), agentId, cancellationToken));

    [Function("SetEngineConfig")]
    [Api(
        "Changes settings of an agent's engine from its next cycle on; what is absent stays.",
        Roles = Steer,
        Body = typeof(EngineConfig),
        Result = typeof(EngineConfigVersion)
    )]
    public async Task<IResult> Set(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = Item + "/config")] HttpRequest request,
        string agentId,
        CancellationToken cancellationToken
    )
    {
        // First as what it must be, then as what it names: an absent setting and its default are not the same.
        await request.ReadBodyAsync<EngineConfig>(cancellationToken);
        var settings = await request.ReadBodyAsync<Dictionary<string, JsonElement>>(cancellationToken);
        return ApiResult.Ok(await configs.SetAsync(request.Caller(), agentId, settings, cancellationToken));
    }

    [Function("ListEngineConfigs")]
    [Api(
        "The versions of an agent's engine settings that people made, newest first.",
        Roles = Roles.Any,
        Result = typeof(Page<EngineConfigVersion>),
        Query = [Paging.SizeName, Paging.TokenName]
    )]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Item + "/config/versions")] HttpRequest request,
        string agentId,
        CancellationToken cancellationToken
    ) =>
        await request.PageAsync(
            (size, token) => configs.ListAsync(request.Caller(), agentId, size, token, cancellationToken)
        );

    [Function("SetRiskTier")]
    [Api(
        "Sets the risk tier of an agent's engine, or with null lets the engine choose again.",
        Roles = Steer,
        Body = typeof(RiskTierRequest),
        Result = typeof(EngineConfigVersion)
    )]
    public async Task<IResult> SetTier(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = Item + "/risk-tier")] HttpRequest request,
        string agentId,
        CancellationToken cancellationToken
    )
    {
        var body = await request.ReadBodyAsync<RiskTierRequest>(cancellationToken);
        return ApiResult.Ok(await configs.SetTierAsync(request.Caller(), agentId, body.Tier, cancellationToken));
    }

    [Function("SetReserve")]
    [Api(
        "Sets what an agent's reserve pool holds, out of its cash or back into it.",
        Roles = Steer,
        Body = typeof(SetReserveRequest),
        Result = typeof(ReserveResponse),
        Problems = [422]
    )]
    public async Task<IResult> SetReserve(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = Item + "/reserve")] HttpRequest request,
        string agentId,
        CancellationToken cancellationToken
    )
    {
        var body = await request.ReadBodyAsync<SetReserveRequest>(cancellationToken);
        return ApiResult.Ok(await reserves.SetAsync(request.Caller(), agentId, body, cancellationToken));
    }
}
