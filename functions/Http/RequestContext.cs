using AgentTrader.Services;
using AgentTrader.Services.Identity;
using Microsoft.AspNetCore.Http;

namespace AgentTrader.Functions.Http;

/// <summary>What the middleware found out about a request.</summary>
public static class RequestContext
{
    private static readonly object CallerKey = new();
    private static readonly object OriginKey = new();

    /// <summary>Who asks. A function for anybody has no caller: asking for one is a 401.</summary>
    public static Caller Caller(this HttpRequest request) =>
        (Caller?)request.HttpContext.Items[CallerKey] ?? throw ProblemException.Unauthorized();

    /// <summary>Where the request came from.</summary>
    public static Origin Origin(this HttpRequest request) => (Origin)request.HttpContext.Items[OriginKey]!;

    internal static void Set(this HttpRequest request, Caller caller) => request.HttpContext.Items[CallerKey] = caller;

    internal static void Set(this HttpRequest request, Origin origin) => request.HttpContext.Items[OriginKey] = origin;
}
