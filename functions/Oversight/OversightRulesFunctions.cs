using AgentTrader.Core.Identity;
using AgentTrader.Core.Oversight;
using AgentTrader.Functions.Http;
using AgentTrader.Services.Oversight;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AgentTrader.Functions.Oversight;

/// <summary>Which of an agent's trades wait for a person.</summary>
public sealed class OversightRulesFunctions(OversightRulesService rules)
{
    private const string Resource = "api/v1/agents/{agentId}/oversight/rules";

    [Function("GetOversightRules")]
    [Api("The rules of oversight in force.", Roles = Roles.Any, Result = typeof(OversightRulesVersion))]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Resource)] HttpRequest request,
        string agentId,
        CancellationToken cancellationToken
    ) => ApiResult.Ok(await rules.GetAsync(request.Caller(), agentId, cancellationToken));

    [Function("SetOversightRules")]
    [Api(
        "Puts rules of oversight in force, from the next trade on.",
        Roles = Roles.Admin | Roles.Trader,
        Body = typeof(OversightRules),
        Result = typeof(OversightRulesVersion)
    )]
    public async Task<IResult> Set(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = Resource)] HttpRequest request,
        string agentId,
        CancellationToken cancellationToken
    )
    {
        var body = await request.ReadBodyAsync<OversightRules>(cancellationToken);
        return ApiResult.Ok(await rules.SetAsync(request.Caller(), agentId, body, cancellationToken));
    }

    [Function("ListOversightRules")]
    [Api(
        "The versions of the rules of oversight, newest first.",
        Roles = Roles.Any,
        Result = typeof(Page<OversightRulesVersion>),
        Query = [Paging.SizeName, Paging.TokenName]
    )]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Resource + "/versions")] HttpRequest request,
        string agentId,
        CancellationToken cancellationToken
    ) =>
        await request.PageAsync(
            (size, token) => rules.ListAsync(request.Caller(), agentId, size, token, cancellationToken)
        );

    [Function("PreviewOversightRules")]
    [Api(
        "How many of the agent's past trades these rules would have stopped; changes nothing.",
        Roles = Roles.Any,
        Body = typeof(OversightRules),
        Result = typeof(RulesPreview)
    )]
    public async Task<IResult> Preview(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Resource + "/preview")] HttpRequest request,
        string agentId,
        CancellationToken cancellationToken
    )
    {
        var body = await request.ReadBodyAsync<OversightRules>(cancellationToken);
        return ApiResult.Ok(await rules.PreviewAsync(request.Caller(), agentId, body, cancellationToken));
    }

    [Function("ListApprovers")]
    [Api(
        "Whom rules of oversight may name as approvers.",
        Roles = Roles.Any,
        Result = typeof(Page<Approver>),
        Query = [Paging.SizeName, Paging.TokenName]
    )]
    public async Task<IResult> Approvers(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/oversight/approvers")] HttpRequest request,
        CancellationToken cancellationToken
    ) => await request.PageAsync((size, token) => rules.ApproversAsync(size, token, cancellationToken));
}
