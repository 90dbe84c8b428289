using AgentTrader.Services;
using AgentTrader.Services.Identity;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace AgentTrader.Functions.Http;

/// <summary>
/// Answers an unsafe request that comes again with its <c>Idempotency-Key</c> as the first time. Answers of 5xx and 429 are not
/// kept, because trying again is meant to help there; a 400 frees the key for the corrected request.
/// </summary>
internal sealed class IdempotencyMiddleware(
    IReadOnlyDictionary<string, ApiFunction> functions,
    IdempotencyStore store,
    ILogger<IdempotencyMiddleware> logger
) : IFunctionsWorkerMiddleware
{
    /// <summary>The header that carries the key.</summary>
    public const string KeyHeader = "Idempotency-Key";

    private const int MaxKeyLength = 255;

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is { } http && Applies(http.Request, context.FunctionDefinition.Name))
        {
            await InvokeOnceAsync(context, next, http.Request);
        }
        else
        {
            await next(context);
        }
    }

    private bool Applies(HttpRequest request, string functionName) =>
        !HttpMethods.IsGet(request.Method)
        && !HttpMethods.IsHead(request.Method)
        && request.Headers.ContainsKey(KeyHeader)
        && functions[functionName].Api is { Anonymous: false, Secret: false };

    private async Task InvokeOnceAsync(FunctionContext context, FunctionExecutionDelegate next, HttpRequest request)
    {
        var caller = request.Caller();
        var idempotent = await store.BeginAsync(
            caller.UserId,
            request.Method,
            request.Path + request.QueryString,
            KeyOf(request),
            await request.ReadBytesAsync(context.CancellationToken),
            context.CancellationToken
        );
        if (idempotent.Answer is { } kept)
        {
            context.GetInvocationResult().Value = new ApiResult(kept) { Replayed = true };
            return;
        }

        request.Set(caller with { Operation = idempotent.Operation });
        ApiResult result;
        try
        {
            await next(context);
            result =
                context.GetInvocationResult().Value as ApiResult
                ?? throw new InvalidOperationException(
                    $"{context.FunctionDefinition.Name} takes an {KeyHeader} and so must answer with an ApiResult."
                );
        }
        catch (ProblemException problem)
        {
            result = ApiResult.Problem(problem, caller.Origin.CorrelationId);
        }
        catch
        {
            await FinishAsync(() => store.ReleaseAsync(idempotent, CancellationToken.None));
            throw;
        }

        context.GetInvocationResult().Value = result;
        // Not the request's token: the change is made, so the answer is kept even when the client has gone.
        await FinishAsync(() =>
            result.Status switch
            {
                400 => store.ForgetAsync(idempotent, CancellationToken.None),
                429 or >= 500 => store.ReleaseAsync(idempotent, CancellationToken.None),
                _ => store.CompleteAsync(idempotent, result.ToKept(), CancellationToken.None),
            }
        );
    }

    /// <summary>The change is made whether or not this succeeds, so a failure here must not turn the answer into an error.</summary>
    private async Task FinishAsync(Func<Task> finish)
    {
        try
        {
            await finish();
        }
        catch (Exception exception)
        {
            logger.LogWarning(exception, "The answer to a request with an {Header} could not be kept.", KeyHeader);
        }
    }

    private static string KeyOf(HttpRequest request)
    {
        var key = request.Headers[KeyHeader].ToString();
        return key.Length is > 0 and <= MaxKeyLength && key.All(character => character is >= '!' and <= '~')
            ? key
            : throw ProblemException.Invalid(
                KeyHeader,
                $"This header takes 1 to {MaxKeyLength} visible ASCII characters, for example a UUID."
            );
    }
}
