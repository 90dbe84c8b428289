using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using AgentTrader.Services;
using AgentTrader.Services.Identity;
using Microsoft.AspNetCore.Http;

namespace AgentTrader.Functions.Http;

/// <summary>
/// A JSON answer. The body is serialized when the answer is made, inside the function, so that a value that can't be written
/// becomes a problem like any other error, and so that the same bytes can be kept for a repeated <c>Idempotency-Key</c>.
/// </summary>
public sealed class ApiResult : IResult
{
    private const string Json = "application/json; charset=utf-8";
    private const string ProblemJson = "application/problem+json; charset=utf-8";

    private ApiResult(int status, string? contentType, byte[] body, string? location)
    {
        Status = status;
        ContentType = contentType;
        Body = body;
        Location = location;
    }

    /// <summary>An answer that was kept.</summary>
    internal ApiResult(KeptAnswer kept)
        : this(kept.Status, kept.ContentType, kept.Body, kept.Location) { }

    // The worker serializes a function's result a second time for the host, which ignores it: keep that empty.
    [JsonIgnore]
    public int Status { get; }

    [JsonIgnore]
    public string? ContentType { get; }

    [JsonIgnore]
    public byte[] Body { get; }

    [JsonIgnore]
    public string? Location { get; }

    [JsonIgnore]
    public TimeSpan? RetryAfter { get; private init; }

    /// <summary>Whether these are the bytes of an earlier answer.</summary>
    [JsonIgnore]
    public bool Replayed { get; init; }

    /// <summary>200.</summary>
    public static ApiResult Ok<T>(T value) => Of(200, value);

    /// <summary>201 with the address of what was made.</summary>
    public static ApiResult Created<T>(string location, T value) => Of(201, value, location);

    /// <summary>202: it will happen; the address tells how it went.</summary>
    public static ApiResult Accepted<T>(string location, T value) => Of(202, value, location);

    /// <summary>204.</summary>
    public static ApiResult NoContent() => new(204, null, [], null);

    /// <summary>Any status with a value.</summary>
    public static ApiResult Of<T>(int status, T value, string? location = null) =>
        new(status, Json, JsonSerializer.SerializeToUtf8Bytes(value, ApiJson.Options), location);

    /// <summary>RFC 9457 problem details.</summary>
    public static ApiResult Problem(ProblemException problem, string correlationId)
    {
        var body = new ProblemBody(
            problem.Type,
            problem.Title,
            problem.Status,
            problem.Detail,
            correlationId,
            problem.Errors.Count == 0 ? null : problem.Errors
        );
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, ApiJson.Options);
        return new(problem.Status, ProblemJson, bytes, null) { RetryAfter = problem.RetryAfter };
    }

    internal KeptAnswer ToKept() => new(Status, ContentType, Body, Location);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        if (Location is not null)
        {
            response.Headers.Location = Location;
        }

        if (RetryAfter is { } delay)
        {
            response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(delay.TotalSeconds))
                .ToString(CultureInfo.InvariantCulture);
        }

        if (Status == StatusCodes.Status401Unauthorized)
        {
            response.Headers.WWWAuthenticate = "Bearer";
        }

        if (Replayed)
        {
            response.Headers["idempotency-replayed"] = "true";
        }

        if (ContentType is null)
        {
            return;
        }

        response.ContentType = ContentType;
        response.ContentLength = Body.Length;
        if (!HttpMethods.IsHead(httpContext.Request.Method))
        {
            // Without the request's token: a client that has gone is no error, and Kestrel drops what it would have got.
            await response.Body.WriteAsync(Body, CancellationToken.None);
        }
    }
}
