using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;

namespace Microsoft.Azure.Functions.Worker.Extensions.Http.AspNetCore;

/// <summary>
/// Leaves out functions that do not answer the request's method, so that a wrong method is 404 as on the official host, where
/// ASP.NET Core's own policy would say 405.
/// </summary>
internal sealed class HttpMethodPolicy : MatcherPolicy, IEndpointSelectorPolicy
{
    public override int Order => -1000;

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) =>
        endpoints.Any(endpoint => endpoint.Metadata.GetMetadata<HttpFunctionMethods>() is not null);

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        for (var i = 0; i < candidates.Count; i++)
        {
            if (
                candidates.IsValidCandidate(i)
                && candidates[i].Endpoint.Metadata.GetMetadata<HttpFunctionMethods>() is { } methods
                && !methods.Accept(httpContext.Request.Method)
            )
            {
                candidates.SetValidity(i, false);
            }
        }

        return Task.CompletedTask;
    }
}
