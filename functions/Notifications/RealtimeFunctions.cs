using AgentTrader.Core.Identity;
using AgentTrader.Functions.Http;
using AgentTrader.Services.Notifications;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AgentTrader.Functions.Notifications;

/// <summary>How a dashboard gets live events.</summary>
public sealed class RealtimeFunctions(DashboardHub hub)
{
    [Function("NegotiateRealtime")]
    [Api(
        "Where and with which token a SignalR client connects for live events.",
        Roles = Roles.Any,
        BeforeTotp = true,
        Result = typeof(RealtimeConnection),
        Secret = true
    )]
    public async Task<IResult> Negotiate(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/realtime/negotiate")] HttpRequest request,
        CancellationToken cancellationToken
    ) => ApiResult.Ok(await hub.NegotiateAsync(request.Caller(), cancellationToken));
}
