using AgentTrader.Core.Identity;
using AgentTrader.Functions.Http;
using AgentTrader.Services.Oversight;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace AgentTrader.Functions.Oversight;

/// <summary>Trades that wait for a person.</summary>
public sealed class OversightFunctions(OversightService oversight, ApprovalDemands demands)
{
    private const string Collection = "api/v1/oversight/requests";

    [Function("ListOversightRequests")]
    [Api(
        "Approval requests, newest first; without a span those of this month and the last.",
        Roles = Roles.Any,
        Result = typeof(Page<OversightRequestResponse>),
        Query = ["status", "agentId", "from", "to", Paging.SizeName, Paging.TokenName]
    )]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Collection)] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        await request.PageAsync(
            (size, token) =>
                oversight.ListAsync(
                    request.Caller(),
                    new OversightFilter(
                        request.QueryWord<OversightStatus>("status"),
                        request.QueryText("agentId", 64),
                        request.QueryInstant("from"),
                        request.QueryInstant("to")
                    ),
                    size,
                    token,
                    cancellationToken
                )
        );

    [Function("CreateOversightRequest")]
    [Api(
        "Another system wants a person asked about a trade, whatever the agent's rules say.",
        Roles = Roles.Service,
        Body = typeof(ApprovalDemand),
        Result = typeof(DemandedApproval),
        Status = 201,
        Problems = [402, 409, 503]
    )]
    public async Task<IResult> Create(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Collection)] HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        var body = await request.ReadBodyAsync<ApprovalDemand>(cancellationToken);
        var made = await demands.DemandAsync(request.Caller(), body, cancellationToken);
        return ApiResult.Created($"/{Collection}/{made.RequestId}", made);
    }

    [Function("GetOversightRequest")]
    [Api("One approval request.", Roles = Roles.Any, Result = typeof(OversightRequestResponse))]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Collection + "/{requestId}")] HttpRequest request,
        string requestId,
        CancellationToken cancellationToken
    ) => ApiResult.Ok(await oversight.GetAsync(request.Caller(), requestId, cancellationToken));

    [Function("DecideOversightRequest")]
    [Api(
        "Approves a trade or a part of it, rejects it, or asks about it; the first decision stands.",
        Roles = Roles.Approver | Roles.Service,
        Body = typeof(DecisionRequest),
        Result = typeof(DecisionResponse),
        Problems = [409]
    )]
    public async Task<IResult> Decide(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Collection + "/{requestId}/decision")]
            HttpRequest request,
        string requestId,
        [DurableClient] DurableTaskClient orchestrations,
        CancellationToken cancellationToken
    )
    {
        var body = await request.ReadBodyAsync<DecisionRequest>(cancellationToken);
        return ApiResult.Ok(
            await oversight.DecideAsync(request.Caller(), requestId, body, orchestrations, cancellationToken)
        );
    }

    [Function("AnswerOversightRequest")]
    [Api(
        "Answers what approvers asked about a trade; decides nothing.",
        Roles = Roles.Admin | Roles.Trader,
        Body = typeof(AnswerRequest),
        Result = typeof(OversightRequestResponse),
        Problems = [409]
    )]
    public async Task<IResult> Answer(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Collection + "/{requestId}/answers")]
            HttpRequest request,
        string requestId,
        CancellationToken cancellationToken
    )
    {
        var body = await request.ReadBodyAsync<AnswerRequest>(cancellationToken);
        return ApiResult.Ok(await oversight.ReplyAsync(request.Caller(), requestId, body, cancellationToken));
    }
}
