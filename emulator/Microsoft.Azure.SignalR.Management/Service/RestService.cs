using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Microsoft.Azure.SignalR.Management;

/// <summary>Serves the data-plane REST API, version 2022-06-01: <c>/api/hubs/{hub}/…</c>.</summary>
internal sealed class RestService(ServiceConnections connections, ServiceAddress address)
{
    public async Task HandleAsync(HttpContext context)
    {
        // From the raw target: routing would leave a user's or group's "/" escaped and unescape the rest.
        var path = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?')[0];
        if (!IsAuthorized(context, path))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        var segments = path.Split('/').Skip(3).Select(Uri.UnescapeDataString).ToArray();
        if (segments.Length == 0)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var hub = connections.Hub(ServiceAddress.HubName(segments[0], context.Request.Query["application"]));
        if (segments[^1] == ":send" && HttpMethods.IsPost(context.Request.Method))
        {
            await SendAsync(context, hub, segments[1..^1]);
        }
        else if (segments[^1] == ":closeConnections" && HttpMethods.IsPost(context.Request.Method))
        {
            Close(context, Receivers(hub, segments[1..^1]));
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
        else
        {
            Manage(context, hub, segments[1..]);
        }
    }

    private bool IsAuthorized(HttpContext context, string path)
    {
        var header = context.Request.Headers.Authorization.ToString();
        var expected = Uri.UnescapeDataString(address.RestAudience(path.TrimStart('/')));
        return header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
            && AccessToken.Validate(
                address,
                header["Bearer ".Length..],
                audience => Uri.UnescapeDataString(audience.Split('?')[0]) == expected,
                TimeProvider.System.GetUtcNow()
            )
                is not null;
    }

    private static async Task SendAsync(HttpContext context, ServiceHub hub, string[] receivers)
    {
        try
        {
            var payload = await JsonSerializer.DeserializeAsync<JsonElement>(
                context.Request.Body,
                cancellationToken: context.RequestAborted
            );
            var arguments = Property(payload, "arguments") is { ValueKind: JsonValueKind.Array } array
                ? array.EnumerateArray().Select(argument => (object?)argument).ToArray()
                : [];
            if (Property(payload, "target") is not { ValueKind: JsonValueKind.String } target)
            {
                throw new JsonException("The message has no target.");
            }

            var excluded = context.Request.Query["excluded"];
            ServiceConnections.Send(
                Receivers(hub, receivers).Where(connection => !excluded.Contains(connection.ConnectionId)),
                new InvocationMessage(target.GetString()!, arguments)
            );
            context.Response.StatusCode = StatusCodes.Status202Accepted;
        }
        catch (JsonException exception)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsync(exception.Message);
        }
    }

    // SDKs differ in the case of the two names.
    private static JsonElement? Property(JsonElement payload, string name) =>
        payload.ValueKind == JsonValueKind.Object
            ? payload
                .EnumerateObject()
                .Where(property => property.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                .Select(property => (JsonElement?)property.Value)
                .FirstOrDefault()
            : null;

    private static List<HubConnectionContext> Receivers(ServiceHub hub, string[] path) =>
        path switch
        {
            [] => hub.All(),
            ["users", var user] => hub.OfUser(user),
            ["groups", var group] => hub.InGroup(group),
            ["connections", var id] when hub.Find(id) is { } connection => [connection],
            _ => [],
        };

    private static void Close(HttpContext context, IEnumerable<HubConnectionContext> receivers)
    {
        var excluded = context.Request.Query["excluded"];
        var reason = (string?)context.Request.Query["reason"];
        foreach (var connection in receivers.Where(connection => !excluded.Contains(connection.ConnectionId)))
        {
            var told = connection.User.HasClaim("asrs.s.derror", "True") ? reason : null;
            ServiceConnections.Send([connection], new CloseMessage(told, allowReconnect: false));
            connection.Abort();
        }
    }

    private static void Manage(HttpContext context, ServiceHub hub, string[] path)
    {
        switch (context.Request.Method, path)
        {
            case ("HEAD", ["connections", var id]):
                Answer(context, hub.Find(id) is not null, "Warning.Connection.NotExisted");
                break;
            case ("HEAD", ["users", var user]):
                Answer(context, hub.OfUser(user).Count > 0, "Warning.User.NotExisted");
                break;
            case ("HEAD", ["groups", var group]):
                Answer(context, hub.InGroup(group).Count > 0, "Warning.Group.NotExisted");
                break;
            case ("DELETE", ["connections", var id]):
                Answer(context, hub.Find(id) is not null, "Warning.Connection.NotExisted");
                Close(context, Receivers(hub, path));
                break;
            case ("DELETE", ["connections", var id, "groups"]):
                hub.RemoveFromAllGroups(id);
                break;
            case ("PUT", ["groups", var group, "connections", var id]):
                Answer(context, hub.AddToGroup(id, group), "Error.Connection.NotExisted");
                break;
            case ("DELETE", ["groups", var group, "connections", var id]):
                hub.RemoveFromGroup(id, group);
                break;
            case ("PUT", ["users", var user, "groups", var group]):
                hub.AddUserToGroup(user, group, LifetimeOf(context));
                break;
            case ("GET" or "HEAD", ["users", var user, "groups", var group]):
                Answer(context, hub.IsUserInGroup(user, group), "Info.User.NotInGroup");
                break;
            case ("DELETE", ["users", var user, "groups", var group]):
                hub.RemoveUserFromGroup(user, group);
                break;
            case ("DELETE", ["users", var user, "groups"]):
                hub.RemoveUserFromAllGroups(user);
                break;
            default:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                break;
        }
    }

    private static TimeSpan? LifetimeOf(HttpContext context) =>
        int.TryParse(context.Request.Query["ttl"], CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(seconds)
            : null;

    private static void Answer(HttpContext context, bool found, string errorCode)
    {
        if (!found)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            context.Response.Headers["x-ms-error-code"] = errorCode;
        }
    }
}
