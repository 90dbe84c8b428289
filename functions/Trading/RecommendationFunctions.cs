using AgentTrader.Core.Identity;
using AgentTrader.Core.Trading.Signals;
using AgentTrader.Functions.Http;
using AgentTrader.Services.Trading.Signals;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AgentTrader.Functions.Trading;

/// <summary>Signals from outside.</summary>
public sealed class RecommendationFunctions(RecommendationService recommendations)
{
    private const string Collection = "api/v1/recommendations";

    [Function("SubmitRecommendation")]
    [Api(
        "Recommends to agents what to do with a symbol; a trader's is for that trader's agents, any other for all.",
        Roles = Roles.Admin | Roles.Trader | Roles.Service,
        Body = typeof(SubmitRecommendationRequest),
        Result = typeof(Recommendation),
        Status = 201
    )]
    public async Task<IResult> Submit(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Collection)] HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        var body = await request.ReadBodyAsync<SubmitRecommendationRequest>(cancellationToken);
        var kept = await recommendations.SubmitAsync(request.Caller(), body, cancellationToken);
        return ApiResult.Created($"/{Collection}", kept);
    }

    [Function("ListRecommendations")]
    [Api(
        "Recommendations, newest first; a trader sees those for that trader's agents.",
        Roles = Roles.Any,
        Result = typeof(Page<Recommendation>),
        Query = [Paging.SizeName, Paging.TokenName]
    )]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Collection)] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        await request.PageAsync(
            (size, token) => recommendations.ListAsync(request.Caller(), size, token, cancellationToken)
        );
}
