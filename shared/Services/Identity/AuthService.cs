using Microsoft.AspNetCore.Identity;

namespace AgentTrader.Services.Identity;

/// <summary>
/// Signs users in and out. An unknown address and a wrong password get the same answer in the same time, and both count
/// against the client's address and the account.
/// </summary>
public sealed class AuthService(
    UserStore users,
    AccessTokens accessTokens,
    RefreshTokens refreshTokens,
    AttemptLimiter limiter,
    TotpService totp,
    AuthAudit audit,
    TimeProvider clock
)
{
    private static readonly PasswordHasher<User> Hasher = new();

    /// <summary>Checked for an unknown address, so that it takes as long as a known one.</summary>
    private static readonly string NobodysHash = Hasher.HashPassword(null!, "nobody");

    /// <summary>One login of an account at a time, so that many guesses at once count like many in a row. Striped by account.</summary>
    private readonly SemaphoreSlim[] gates = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1))];

    /// <summary>Hashes a password for <see cref="User.PasswordHash"/>.</summary>
    public static string HashPassword(string password) => Hasher.HashPassword(null!, password);

    /// <summary>Signs in by address and password, and by a one-time code where the user has enrolled.</summary>
    /// <exception cref="ProblemException">401, 403 for the one-time code, 429 after too many failures.</exception>
    public async Task<Session> LoginAsync(
        string email,
        string password,
        string? totpCode,
        Origin origin,
        CancellationToken cancellationToken
    )
    {
        var account = UserStore.Normalise(email);
        var gate = gates[(uint)account.GetHashCode(StringComparison.Ordinal) % gates.Length];
        await gate.WaitAsync(cancellationToken);
        try
        {
            return await LoginInTurnAsync(account, password, totpCode, origin, cancellationToken);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Exchanges a refresh token for the next pair.</summary>
    public async Task<Session> RefreshAsync(string refreshToken, CancellationToken cancellationToken)
    {
        var (userId, next) = await refreshTokens.RotateAsync(refreshToken, cancellationToken);
        var found = await users.FindAsync(userId, cancellationToken) ?? throw ProblemException.Unauthorized();
        return new Session(accessTokens.Create(found.User.ToSignedIn()), next, found.User);
    }

    /// <summary>Ends the login that the refresh token belongs to. The access token runs out by itself, within the hour.</summary>
    public async Task LogoutAsync(Caller caller, string refreshToken, CancellationToken cancellationToken)
    {
        await refreshTokens.RevokeAsync(caller.UserId, refreshToken, cancellationToken);
        await audit.WriteAsync("auth.logout", caller.UserId, caller.UserId, null, caller.Origin, cancellationToken);
    }

    /// <summary>The signed-in user.</summary>
    public async Task<User> GetAsync(string userId, CancellationToken cancellationToken) =>
        (await users.FindAsync(userId, cancellationToken))?.User ?? throw ProblemException.NotFound("user", userId);

    private async Task<Session> LoginInTurnAsync(
        string account,
        string password,
        string? totpCode,
        Origin origin,
        CancellationToken cancellationToken
    )
    {
        string[] subjects = [$"address|{origin.Address}", $"account|{account}"];
        await limiter.DemandAsync(cancellationToken, subjects);
        var user = (await users.FindByEmailAsync(account, cancellationToken))?.User;
        var verified = Hasher.VerifyHashedPassword(user!, user?.PasswordHash ?? NobodysHash, password);
        if (user is null || verified == PasswordVerificationResult.Failed)
        {
            await limiter.RecordFailureAsync(cancellationToken, subjects);
            await audit.WriteAsync(
                "auth.login_failed",
                null,
                user?.UserId ?? "unknown",
                "password",
                origin,
                cancellationToken
            );
            throw ProblemException.Unauthorized("The e-mail address or the password is wrong: check both.");
        }

        if (user.TotpEnabled)
        {
            await DemandCodeAsync(user, totpCode, subjects, origin, cancellationToken);
        }

        await limiter.ClearAsync(subjects[1], cancellationToken);
        await NoteLoginAsync(user.UserId, cancellationToken);
        await audit.WriteAsync("auth.login", user.UserId, user.UserId, null, origin, cancellationToken);
        var refreshToken = await refreshTokens.BeginAsync(user.UserId, cancellationToken);
        return new Session(accessTokens.Create(user.ToSignedIn()), refreshToken, user);
    }

    private async Task DemandCodeAsync(
        User user,
        string? totpCode,
        string[] subjects,
        Origin origin,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await totp.VerifyFreshAsync(user.UserId, totpCode, origin, cancellationToken);
        }
        catch (ProblemException) when (!string.IsNullOrEmpty(totpCode))
        {
            await limiter.RecordFailureAsync(cancellationToken, subjects);
            throw;
        }
    }

    /// <summary>Best effort: another change of the user at the same instant goes first.</summary>
    private async Task NoteLoginAsync(string userId, CancellationToken cancellationToken)
    {
        if (await users.FindAsync(userId, cancellationToken) is { } found)
        {
            var changed = found.User with { LastLoginAt = clock.GetUtcNow() };
            await users.TryUpdateAsync(changed, found.Version, cancellationToken);
        }
    }
}
