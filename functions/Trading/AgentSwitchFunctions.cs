using AgentTrader.Core.Identity;
using AgentTrader.Functions.Http;
using AgentTrader.Services.Trading.Control;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AgentTrader.Functions.Trading;

/// <summary>Pause and kill switch of one agent.</summary>
public sealed class AgentSwitchFunctions(AgentControls controls)
{
    private const string Item = "api/v1/agents/{agentId}/trading";
    private const Roles Steer = Roles.Admin | Roles.Trader;

    [Function("PauseEngine")]
    [Api("Keeps an agent's engine from deciding; people may trade.", Roles = Steer, Result = typeof(TradingControl))]
    public async Task<IResult> Pause(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Item + "/pause")] HttpRequest request,
        string agentId,
        CancellationToken cancellationToken
    ) => ApiResult.Ok(await controls.SetPausedAsync(request.Caller(), agentId, true, cancellationToken));

    [Function("ResumeEngine")]
    [Api("Lets an agent's engine decide again.", Roles = Steer, Result = typeof(TradingControl))]
    public async Task<IResult> Resume(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Item + "/resume")] HttpRequest request,
        string agentId,
        CancellationToken cancellationToken
    ) => ApiResult.Ok(await controls.SetPausedAsync(request.Caller(), agentId, false, cancellationToken));

    [Function("SetAgentKillSwitch")]
    [Api(
        "Stops an agent's trading at once, whoever asks for it, or lets it go on.",
        Roles = Steer,
        Body = typeof(KillSwitchRequest),
        Result = typeof(TradingControl)
    )]
    public async Task<IResult> KillSwitch(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Item + "/kill-switch")] HttpRequest request,
        string agentId,
        CancellationToken cancellationToken
    )
    {
        var body = await request.ReadBodyAsync<KillSwitchRequest>(cancellationToken);
        return ApiResult.Ok(await controls.SetKillSwitchAsync(request.Caller(), agentId, body, cancellationToken));
    }
}
