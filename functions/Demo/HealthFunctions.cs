using AgentTrader.Functions.Http;
using AgentTrader.Services.Demo;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AgentTrader.Functions.Demo;

/// <summary>Whether the process lives, and whether the instance is ready to be used.</summary>
public sealed class HealthFunctions(Startup startup)
{
    [Function("GetHealth")]
    [Api(
        "Whether the process answers. Says nothing about what it needs.",
        Anonymous = true,
        Result = typeof(HealthResponse)
    )]
    public static IResult Health(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/health")] HttpRequest request
    ) => ApiResult.Ok(new HealthResponse("healthy"));

    [Function("GetReady")]
    [Api(
        "Whether the storage answers and the instance has been set up.",
        Anonymous = true,
        Result = typeof(HealthResponse),
        Problems = [503]
    )]
    public async Task<IResult> Ready(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/ready")] HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        await startup.DemandReadyAsync(cancellationToken);
        return ApiResult.Ok(new HealthResponse("ready"));
    }
}
