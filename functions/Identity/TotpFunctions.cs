using AgentTrader.Core.Identity;
using AgentTrader.Functions.Http;
using AgentTrader.Services.Identity;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AgentTrader.Functions.Identity;

/// <summary>One-time codes: enrol an authenticator and confirm it.</summary>
public sealed class TotpFunctions(TotpService totp)
{
    private const string Prefix = "api/v1/auth/totp/";

    [Function("EnrolTotp")]
    [Api(
        "Gives a new secret for an authenticator. Codes are asked for once one has been confirmed.",
        Roles = Roles.Any,
        BeforeTotp = true,
        Result = typeof(TotpEnrolment),
        Secret = true,
        Problems = [409]
    )]
    public async Task<IResult> Enrol(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Prefix + "enrol")] HttpRequest request,
        CancellationToken cancellationToken
    ) => ApiResult.Ok(await totp.EnrolAsync(request.Caller().UserId, request.Origin(), cancellationToken));

    [Function("ConfirmTotp")]
    [Api(
        "Turns one-time codes on, by a first code of the enrolled authenticator.",
        Roles = Roles.Any,
        BeforeTotp = true,
        Body = typeof(TotpCodeRequest),
        Status = 204,
        Problems = [409]
    )]
    public async Task<IResult> Confirm(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Prefix + "confirm")] HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        var body = await request.ReadBodyAsync<TotpCodeRequest>(cancellationToken);
        await totp.ConfirmAsync(request.Caller().UserId, body.Code, request.Origin(), cancellationToken);
        return ApiResult.NoContent();
    }
}
