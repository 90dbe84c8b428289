using AgentTrader.Functions.Http;
using AgentTrader.Services;
using AgentTrader.Services.Oversight;
using AgentTrader.Services.Oversight.Notices;
using AgentTrader.Services.Oversight.Pictures;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AgentTrader.Functions.Oversight;

/// <summary>The picture of a request's allocation, for whoever holds its signed address: Slack fetches it without signing in.</summary>
public sealed class AllocationImage(OversightStore requests, PublicLinks links)
{
    [Function("GetAllocationImage")]
    [Api("A request's allocation before and after, as a PNG.", Anonymous = true, Undocumented = true)]
    public async Task<IResult> Get(
        [HttpTrigger(
            AuthorizationLevel.Anonymous,
            "get",
            Route = "api/v1/oversight/requests/{requestId}/allocation.png"
        )]
            HttpRequest request,
        string requestId,
        CancellationToken cancellationToken
    )
    {
        if (!links.IsGood(requestId, request.Query["expires"].ToString(), request.Query["signature"].ToString()))
        {
            throw ProblemException.Unauthorized("This address was never good, or is not any more: ask for a new one.");
        }

        var content = (await requests.RequireAsync(requestId, cancellationToken)).Request.Content;
        // What the request was made with never changes.
        request.HttpContext.Response.Headers.CacheControl = "private, max-age=86400, immutable";
        return Results.Bytes(AllocationPicture.Draw(content.AllocationBefore, content.AllocationAfter), "image/png");
    }
}
