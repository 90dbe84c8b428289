using AgentTrader.Services.Identity;

namespace AgentTrader.Functions.Identity;

/// <summary>The tokens of a login. The access token ends after ExpiresIn seconds; the refresh token works once.</summary>
public sealed record SessionResponse(string Token, string RefreshToken, int ExpiresIn, UserResponse User)
{
    public static SessionResponse Of(Session session) =>
        new(
            session.Token,
            session.RefreshToken,
            (int)AccessTokens.Lifetime.TotalSeconds,
            UserResponse.Of(session.User)
        );
}
