using AgentTrader.Core.Identity;
using AgentTrader.Functions.Http;
using AgentTrader.Services.Trading.Control;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AgentTrader.Functions.Trading;

/// <summary>Pause and kill switch of the whole instance.</summary>
public sealed class ControlSwitchFunctions(TradingControls controls)
{
    private const string Trading = "api/v1/trading";

    [Function("GetTradingStatus")]
    [Api("Whether the instance may trade.", Roles = Roles.Any, Result = typeof(TradingControl))]
    public async Task<IResult> Status(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Trading + "/status")] HttpRequest request,
        CancellationToken cancellationToken
    ) => ApiResult.Ok(await controls.GetAsync(cancellationToken));

    [Function("PauseTrading")]
    [Api("Keeps every engine from deciding; people may trade.", Roles = Roles.Admin, Result = typeof(TradingControl))]
    public async Task<IResult> Pause(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Trading + "/pause")] HttpRequest request,
        CancellationToken cancellationToken
    ) => ApiResult.Ok(await controls.SetPausedAsync(request.Caller(), true, cancellationToken));

    [Function("ResumeTrading")]
    [Api("Lets the engines decide again.", Roles = Roles.Admin, Result = typeof(TradingControl))]
    public async Task<IResult> Resume(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Trading + "/resume")] HttpRequest request,
        CancellationToken cancellationToken
    ) => ApiResult.Ok(await controls.SetPausedAsync(request.Caller(), false, cancellationToken));

    [Function("SetKillSwitch")]
    [Api(
        "While it is on nothing is traded, by nobody.",
        Roles = Roles.Admin,
        Body = typeof(KillSwitchRequest),
        Result = typeof(TradingControl)
    )]
    public async Task<IResult> KillSwitch(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Trading + "/kill-switch")] HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        var body = await request.ReadBodyAsync<KillSwitchRequest>(cancellationToken);
        return ApiResult.Ok(await controls.SetKillSwitchAsync(request.Caller(), body, cancellationToken));
    }
}
