using AgentTrader.Core.Identity;
using AgentTrader.Functions.Http;
using AgentTrader.Services.Identity;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AgentTrader.Functions.Identity;

/// <summary>Sign in, stay signed in, sign out.</summary>
public sealed class AuthFunctions(AuthService auth)
{
    private const string Prefix = "api/v1/auth/";

    [Function("Login")]
    [Api(
        "Signs a user in.",
        Anonymous = true,
        Body = typeof(LoginRequest),
        Result = typeof(SessionResponse),
        Problems = [401, 403]
    )]
    public async Task<IResult> Login(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Prefix + "login")] HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        var body = await request.ReadBodyAsync<LoginRequest>(cancellationToken);
        body.Validate();
        var session = await auth.LoginAsync(
            body.Email,
            body.Password,
            body.TotpCode,
            request.Origin(),
            cancellationToken
        );
        return ApiResult.Ok(SessionResponse.Of(session));
    }

    [Function("RefreshSession")]
    [Api(
        "Exchanges a refresh token for the next pair of tokens. Each works once; one that comes twice ends the login.",
        Anonymous = true,
        Body = typeof(RefreshRequest),
        Result = typeof(SessionResponse),
        Problems = [401]
    )]
    public async Task<IResult> Refresh(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Prefix + "refresh")] HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        var body = await request.ReadBodyAsync<RefreshRequest>(cancellationToken);
        return ApiResult.Ok(SessionResponse.Of(await auth.RefreshAsync(body.RefreshToken, cancellationToken)));
    }

    [Function("Logout")]
    [Api(
        "Ends the login that the refresh token belongs to.",
        Roles = Roles.Any,
        BeforeTotp = true,
        Body = typeof(RefreshRequest),
        Status = 204
    )]
    public async Task<IResult> Logout(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Prefix + "logout")] HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        var body = await request.ReadBodyAsync<RefreshRequest>(cancellationToken);
        await auth.LogoutAsync(request.Caller(), body.RefreshToken, cancellationToken);
        return ApiResult.NoContent();
    }

    [Function("GetMe")]
    [Api("The signed-in user.", Roles = Roles.Any, Result = typeof(UserResponse))]
    public async Task<IResult> Me(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Prefix + "me")] HttpRequest request,
        CancellationToken cancellationToken
    ) => ApiResult.Ok(UserResponse.Of(await auth.GetAsync(request.Caller().UserId, cancellationToken)));
}
