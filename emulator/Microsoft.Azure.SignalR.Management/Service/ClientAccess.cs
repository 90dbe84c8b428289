using Microsoft.AspNetCore.Http;

namespace Microsoft.Azure.SignalR.Management;

/// <summary>Lets a client through to its hub: any origin, as the service does by default, but only with a token for that hub.</summary>
internal static class ClientAccess
{
    public static Task HandleAsync(HttpContext context, ServiceAddress address, RequestDelegate next)
    {
        AllowOrigin(context);
        if (HttpMethods.IsOptions(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        }

        var user = AccessToken.Validate(
            address,
            TokenOf(context.Request),
            audience => audience == address.ClientAudience(context.Request.Query["hub"].ToString(), application: null),
            TimeProvider.System.GetUtcNow()
        );
        if (user is null)
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        }

        context.User = user;
        return next(context);
    }

    // WebSockets and server-sent events of a browser cannot set a header.
    private static string? TokenOf(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
            ? header["Bearer ".Length..]
            : (string?)request.Query["access_token"];
    }

    private static void AllowOrigin(HttpContext context)
    {
        var request = context.Request.Headers;
        var response = context.Response.Headers;
        if (request.Origin.Count > 0)
        {
            response.AccessControlAllowOrigin = request.Origin;
            response.AccessControlAllowCredentials = "true";
            response.AccessControlAllowHeaders = request.AccessControlRequestHeaders;
            response.AccessControlAllowMethods = "GET, POST, DELETE";
            response.Vary = "Origin";
        }
    }
}
