using AgentTrader.Core.Identity;
using AgentTrader.Functions.Http;
using AgentTrader.Services.Agents;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace AgentTrader.Functions.Agents;

/// <summary>Agents: create, look at, change, activate, pause, stop, delete.</summary>
public sealed class AgentFunctions(AgentService agents, AgentClosing closing)
{
    private const string Collection = "api/v1/agents";
    private const string Item = Collection + "/{agentId}";
    private const Roles Steer = Roles.Admin | Roles.Trader;

    [Function("CreateAgent")]
    [Api(
        "Creates an agent, paused.",
        Roles = Steer,
        Body = typeof(CreateAgentRequest),
        Result = typeof(AgentResponse),
        Status = 201,
        Problems = [422]
    )]
    public async Task<IResult> Create(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Collection)] HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        var body = await request.ReadBodyAsync<CreateAgentRequest>(cancellationToken);
        var agent = await agents.CreateAsync(request.Caller(), body, cancellationToken);
        return ApiResult.Created($"/{Collection}/{agent.AgentId}", agent);
    }

    [Function("ListAgents")]
    [Api(
        "Lists agents, oldest first: a trader's own, for other roles all.",
        Roles = Roles.Any,
        Result = typeof(Page<AgentResponse>),
        Query = [Paging.SizeName, Paging.TokenName]
    )]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Collection)] HttpRequest request,
        CancellationToken cancellationToken
    ) => await request.PageAsync((size, token) => agents.ListAsync(request.Caller(), size, token, cancellationToken));

    [Function("GetAgent")]
    [Api("One agent.", Roles = Roles.Any, Result = typeof(AgentResponse))]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Item)] HttpRequest request,
        string agentId,
        CancellationToken cancellationToken
    ) => ApiResult.Ok(await agents.GetAsync(request.Caller(), agentId, cancellationToken));

    [Function("UpdateAgent")]
    [Api(
        "Changes an agent's settings; what is absent stays.",
        Roles = Steer,
        Body = typeof(UpdateAgentRequest),
        Result = typeof(AgentResponse),
        Problems = [409, 422]
    )]
    public async Task<IResult> Update(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = Item)] HttpRequest request,
        string agentId,
        CancellationToken cancellationToken
    )
    {
        var body = await request.ReadBodyAsync<UpdateAgentRequest>(cancellationToken);
        return ApiResult.Ok(await agents.UpdateAsync(request.Caller(), agentId, body, cancellationToken));
    }

    [Function("ActivateAgent")]
    [Api("Lets an agent trade.", Roles = Steer, Result = typeof(AgentResponse), Problems = [409])]
    public async Task<IResult> Activate(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Item + "/activate")] HttpRequest request,
        string agentId,
        CancellationToken cancellationToken
    ) => ApiResult.Ok(await agents.ActivateAsync(request.Caller(), agentId, cancellationToken));

    [Function("PauseAgent")]
    [Api(
        "Keeps an agent from trading; its positions stay.",
        Roles = Steer,
        Result = typeof(AgentResponse),
        Problems = [409]
    )]
    public async Task<IResult> Pause(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Item + "/pause")] HttpRequest request,
        string agentId,
        CancellationToken cancellationToken
    ) => ApiResult.Ok(await agents.PauseAsync(request.Caller(), agentId, cancellationToken));

    [Function("StopAgent")]
    [Api("Ends an agent's trading for good and sells its positions.", Roles = Steer, Result = typeof(AgentResponse))]
    public async Task<IResult> Stop(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Item + "/stop")] HttpRequest request,
        string agentId,
        [DurableClient] DurableTaskClient orchestrations,
        CancellationToken cancellationToken
    ) => ApiResult.Ok(await closing.StopAsync(request.Caller(), agentId, orchestrations, cancellationToken));

    [Function("DeleteAgent")]
    [Api(
        "Stops an agent, sells its positions unless told not to, and takes it out of the lists.",
        Roles = Roles.Admin,
        Result = typeof(DeletedAgentResponse),
        Query = ["liquidate"],
        Problems = [409]
    )]
    public async Task<IResult> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = Item)] HttpRequest request,
        string agentId,
        [DurableClient] DurableTaskClient orchestrations,
        CancellationToken cancellationToken
    )
    {
        var liquidate = request.QueryFlag("liquidate", defaultValue: true);
        return ApiResult.Ok(
            await closing.DeleteAsync(request.Caller(), agentId, liquidate, orchestrations, cancellationToken)
        );
    }
}
