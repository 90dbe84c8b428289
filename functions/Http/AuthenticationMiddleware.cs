using System.Security.Cryptography;
using AgentTrader.Core.Identity;
using AgentTrader.Services;
using AgentTrader.Services.Identity;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace AgentTrader.Functions.Http;

/// <summary>
/// Finds out who asks and whether the function's <see cref="ApiAttribute"/> lets them in. What says nothing lets nobody in.
/// </summary>
internal sealed class AuthenticationMiddleware(
    IReadOnlyDictionary<string, ApiFunction> functions,
    AccessTokens tokens,
    ServiceToken serviceToken,
    SecondFactor secondFactor,
    TimeProvider clock
) : IFunctionsWorkerMiddleware
{
    private const string ServiceTokenHeader = "x-service-token";
    private const string Bearer = "Bearer ";

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is { } http)
        {
            await AuthorizeAsync(context.FunctionDefinition.Name, http.Request, context.CancellationToken);
        }

        await next(context);
    }

    private async Task AuthorizeAsync(string functionName, HttpRequest request, CancellationToken cancellationToken)
    {
        var api = functions.GetValueOrDefault(functionName)?.Api;
        if (api is null || (!api.Anonymous && api.Roles == Roles.None))
        {
            throw ProblemException.Forbidden(
                "This address is open to nobody: see /api/v1/openapi.json for what there is."
            );
        }

        if (api.Anonymous)
        {
            return;
        }

        var caller = Identify(request);
        if ((api.Roles & caller.Role) == Roles.None)
        {
            var wanted = string.Join(" or ", api.Roles.ToString().Split(", ")).ToLowerInvariant();
            throw ProblemException.Forbidden(
                $"This needs the role {wanted}, and yours is {caller.Role.ToString().ToLowerInvariant()}: ask an admin."
            );
        }

        if (!HttpMethods.IsGet(request.Method) && !api.BeforeTotp)
        {
            await secondFactor.DemandAsync(caller.UserId, caller.Role, cancellationToken);
        }

        request.Set(caller);
    }

    private Caller Identify(HttpRequest request)
    {
        // Kept for this one request unless an Idempotency-Key says that it is an earlier one again.
        var seed = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var operation = new Operation(clock.GetUtcNow(), seed, IsFirst: true);
        if (request.Headers.TryGetValue(ServiceTokenHeader, out var given))
        {
            return serviceToken.Matches(given.ToString())
                ? new Caller("service", "", "Service", Roles.Service, operation, request.Origin())
                : throw ProblemException.Unauthorized("The service token is wrong: send this instance's ServiceToken.");
        }

        var header = request.Headers.Authorization.ToString();
        if (!header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            throw ProblemException.Unauthorized();
        }

        var user =
            tokens.Read(header[Bearer.Length..].Trim())
            ?? throw ProblemException.Unauthorized(
                "The token is not valid or not valid any more: sign in or refresh it."
            );
        return new Caller(user.UserId, user.Email, user.FullName, user.Role, operation, request.Origin());
    }
}
