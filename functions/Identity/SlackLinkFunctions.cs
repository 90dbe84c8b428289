using AgentTrader.Core.Identity;
using AgentTrader.Functions.Http;
using AgentTrader.Services.Notifications.Slack;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AgentTrader.Functions.Identity;

/// <summary>How a user's Slack account becomes known.</summary>
public sealed class SlackLinkFunctions(SlackLinks links)
{
    [Function("CreateSlackLink")]
    [Api(
        "Gives a one-time code; typed in Slack as '/link CODE', it links that Slack account to the caller.",
        Roles = Roles.Any,
        Result = typeof(SlackLinkCode),
        Secret = true
    )]
    public async Task<IResult> Create(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/auth/slack-link")] HttpRequest request,
        CancellationToken cancellationToken
    ) => ApiResult.Ok(await links.CreateCodeAsync(request.Caller(), cancellationToken));
}
