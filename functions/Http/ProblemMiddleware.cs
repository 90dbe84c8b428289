using System.Text.RegularExpressions;
using AgentTrader.Services;
using AgentTrader.Services.Identity;
using Azure;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace AgentTrader.Functions.Http;

/// <summary>
/// The outermost step of each request: gives it a correlation id, answers with security headers, and turns every error into
/// problem details. No stack trace leaves the process; an error nobody foresaw is logged once, here.
/// </summary>
internal sealed partial class ProblemMiddleware(ILogger<ProblemMiddleware> logger) : IFunctionsWorkerMiddleware
{
    private const string CorrelationHeader = "x-correlation-id";
    private const int MaxUserAgentLength = 256;

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is not { } http)
        {
            await next(context);
            return;
        }

        var origin = OriginOf(http, context);
        http.Request.Set(origin);
        SetHeaders(http, origin.CorrelationId);
        using var scope = logger.BeginScope("CorrelationId:{CorrelationId}", origin.CorrelationId);
        try
        {
            RequestBody.RefuseLarge(http.Request.ContentLength ?? 0);
            await next(context);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The client went away; there is nobody to answer.
            context.GetInvocationResult().Value = ApiResult.NoContent();
        }
        catch (Exception exception)
        {
            var problem = ProblemOf(exception, context.FunctionDefinition.Name);
            context.GetInvocationResult().Value = ApiResult.Problem(problem, origin.CorrelationId);
        }
    }

    private ProblemException ProblemOf(Exception exception, string function)
    {
        switch (exception)
        {
            case ProblemException problem:
                return problem;
            case BadHttpRequestException:
                return new ProblemException(
                    400,
                    "/problems/malformed-request",
                    "Malformed request",
                    "The request could not be read: check its headers and its length, and send it again."
                );
            case RequestFailedException { Status: 0 or 429 or >= 500 } or AggregateException:
            case RequestFailedException { ErrorCode: "TableNotFound" }:
                logger.LogError(exception, "Storage did not answer {Function}.", function);
                return ProblemException.Unavailable("The storage does not answer: try again in a moment.");
            default:
                logger.LogError(exception, "{Function} failed.", function);
                return new ProblemException(
                    500,
                    "/problems/internal",
                    "Internal error",
                    "Something went wrong here: try again, and if it stays so, report the correlation id."
                );
        }
    }

    private static Origin OriginOf(HttpContext http, FunctionContext context)
    {
        var given = http.Request.Headers[CorrelationHeader].ToString();
        var correlationId = SafeId().IsMatch(given)
            ? given
            : context.InvocationId.Replace("-", "", StringComparison.Ordinal);
        var agent = http.Request.Headers.UserAgent.ToString();
        return new Origin(
            http.Connection.RemoteIpAddress?.ToString() ?? "unknown",
            agent.Length <= MaxUserAgentLength ? agent : agent[..MaxUserAgentLength],
            correlationId
        );
    }

    private static void SetHeaders(HttpContext http, string correlationId)
    {
        var headers = http.Response.Headers;
        headers[CorrelationHeader] = correlationId;
        headers.CacheControl = "no-store";
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (http.Request.IsHttps)
        {
            headers.StrictTransportSecurity = "max-age=31536000";
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9._-]{1,64}\z")]
    private static partial Regex SafeId();
}
