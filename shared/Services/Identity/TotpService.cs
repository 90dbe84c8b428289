using System.Security.Cryptography;
using AgentTrader.Core.Identity;

namespace AgentTrader.Services.Identity;

/// <summary>Enrols users for one-time codes and checks the codes. Each code works once; guesses are limited.</summary>
public sealed class TotpService(
    UserStore users,
    SecretBox box,
    AttemptLimiter limiter,
    AuthAudit audit,
    TimeProvider clock
)
{
    private const string Issuer = "AgentTrader";

    /// <summary>Gives the user a new secret. Codes are asked for once <see cref="ConfirmAsync"/> has seen one.</summary>
    /// <exception cref="ProblemException">409: the user has confirmed a secret before.</exception>
    public async Task<TotpEnrolment> EnrolAsync(string userId, Origin origin, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (user, version) = await GetAsync(userId, cancellationToken);
            if (user.TotpEnabled)
            {
                throw ProblemException.Conflict(
                    "/problems/totp-enabled",
                    "One-time codes are on for you already: go on using the authenticator that you enrolled."
                );
            }

            var secret = RandomNumberGenerator.GetBytes(Totp.SecretLength);
            var changed = user with { TotpSecret = box.Seal(secret, userId), TotpLastStep = 0 };
            if (await users.TryUpdateAsync(changed, version, cancellationToken))
            {
                await audit.WriteAsync("auth.totp_enrolled", userId, userId, null, origin, cancellationToken);
                return new TotpEnrolment(
                    Base32.Encode(secret),
                    Totp.EnrolmentUri(secret, Issuer, user.Email).AbsoluteUri
                );
            }
        }
    }

    /// <summary>Turns one-time codes on, by a first code of the enrolled secret.</summary>
    public async Task ConfirmAsync(string userId, string code, Origin origin, CancellationToken cancellationToken)
    {
        var (user, _) = await GetAsync(userId, cancellationToken);
        if (user.TotpSecret is null)
        {
            throw ProblemException.Conflict(
                "/problems/totp-not-enrolled",
                "There is no secret to confirm yet: post to /api/v1/auth/totp/enrol first."
            );
        }

        await SpendAsync(userId, code, origin, cancellationToken);
        await audit.WriteAsync("auth.totp_confirmed", userId, userId, null, origin, cancellationToken);
    }

    /// <summary>Demands a code that was not used before; for what a token of an hour ago is not enough for.</summary>
    /// <exception cref="ProblemException">403: no code, a wrong or used one, or not enrolled. 429: too many wrong ones.</exception>
    public async Task VerifyFreshAsync(string userId, string? code, Origin origin, CancellationToken cancellationToken)
    {
        var (user, _) = await GetAsync(userId, cancellationToken);
        if (!user.TotpEnabled)
        {
            throw Refused(
                "/problems/totp-not-enrolled",
                "This needs a one-time code: turn them on under /api/v1/auth/totp/enrol first."
            );
        }

        if (string.IsNullOrEmpty(code))
        {
            throw Refused(
                "/problems/totp-required",
                "This needs a one-time code: send the one your authenticator shows as 'totpCode'."
            );
        }

        await SpendAsync(userId, code, origin, cancellationToken);
    }

    /// <summary>Uses the code up and marks the secret as confirmed.</summary>
    private async Task SpendAsync(string userId, string code, Origin origin, CancellationToken cancellationToken)
    {
        var subject = $"totp|{userId}";
        await limiter.DemandAsync(cancellationToken, subject);
        while (true)
        {
            var (user, version) = await GetAsync(userId, cancellationToken);
            var secret = box.Open(user.TotpSecret!, userId);
            if (Totp.Match(secret, code, clock.GetUtcNow(), user.TotpLastStep) is not { } step)
            {
                await limiter.RecordFailureAsync(cancellationToken, subject);
                await audit.WriteAsync("auth.totp_failed", null, userId, null, origin, cancellationToken);
                throw Refused(
                    "/problems/totp-wrong",
                    "The one-time code is wrong or was used before: wait for the next one."
                );
            }

            // The version makes sure that of two requests with one code only one gets through.
            var changed = user with
            {
                TotpLastStep = step,
                TotpEnabled = true,
            };
            if (await users.TryUpdateAsync(changed, version, cancellationToken))
            {
                await limiter.ClearAsync(subject, cancellationToken);
                return;
            }
        }
    }

    private async Task<(User User, Azure.ETag Version)> GetAsync(string userId, CancellationToken cancellationToken) =>
        await users.FindAsync(userId, cancellationToken) ?? throw ProblemException.NotFound("user", userId);

    private static ProblemException Refused(string type, string detail) =>
        new(403, type, "One-time code refused", detail);
}
