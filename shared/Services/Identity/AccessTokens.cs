using System.Text;
using AgentTrader.Core.Identity;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace AgentTrader.Services.Identity;

/// <summary>
/// Makes and reads access tokens: JWT signed with HMAC-SHA-256, good for one hour and for this instance only. Issuer, audience,
/// algorithm and expiry are pinned; a token of another instance with the same key is refused.
/// </summary>
public sealed class AccessTokens
{
    /// <summary>How long a token is good for.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private const int MinKeyLength = 32;
    private const int MaxTokenLength = 4096;
    private readonly JsonWebTokenHandler handler = new() { SetDefaultTimesOnTokenCreation = false };
    private readonly SigningCredentials credentials;
    private readonly TokenValidationParameters rules;
    private readonly string issuer;
    private readonly string audience;
    private readonly TimeProvider clock;

    /// <param name="signingKey">The setting Jwt__SigningKey, at least 32 bytes in UTF-8.</param>
    /// <param name="instanceName">The setting InstanceName.</param>
    /// <param name="clock">Says when a token begins and ends.</param>
    /// <exception cref="SettingException">The key is missing or too short.</exception>
    public AccessTokens(string? signingKey, string instanceName, TimeProvider clock)
    {
        var key = Encoding.UTF8.GetBytes(signingKey ?? "");
        if (key.Length < MinKeyLength)
        {
            throw new SettingException(
                $"The setting Jwt__SigningKey holds {key.Length} bytes and needs at least {MinKeyLength}: put a long random text there."
            );
        }

        this.clock = clock;
        issuer = $"agenttrader/{instanceName}";
        audience = $"agenttrader-api/{instanceName}";
        credentials = new SigningCredentials(new SymmetricSecurityKey(key), SecurityAlgorithms.HmacSha256);
        rules = new TokenValidationParameters
        {
            ValidIssuer = issuer,
            ValidAudience = audience,
            IssuerSigningKey = credentials.Key,
            ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            // The library's own check reads the machine's clock.
            LifetimeValidator = (notBefore, expires, _, _) =>
                notBefore <= clock.GetUtcNow().UtcDateTime && expires > clock.GetUtcNow().UtcDateTime,
        };
    }

    public string Create(SignedInUser user)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return handler.CreateToken(
            new SecurityTokenDescriptor
            {
                Issuer = issuer,
                Audience = audience,
                IssuedAt = now,
                NotBefore = now,
                Expires = now + Lifetime,
                SigningCredentials = credentials,
                Claims = new Dictionary<string, object>
                {
                    ["sub"] = user.UserId,
                    ["email"] = user.Email,
                    ["name"] = user.FullName,
                    ["role"] = user.Role.ToString(),
                },
            }
        );
    }

    /// <summary>Who the token names; null for a token that is malformed, forged, of another instance, or out of its time.</summary>
    public SignedInUser? Read(string token)
    {
        // Three parts: signed. Five would be encrypted, which we never make and need not unpack.
        if (token.Length > MaxTokenLength || token.Count(character => character == '.') != 2)
        {
            return null;
        }

        var result = handler.ValidateToken(token, rules);
        if (!result.IsValid || result.SecurityToken is not JsonWebToken jwt)
        {
            return null;
        }

        return
            jwt.TryGetPayloadValue("sub", out string userId)
            && jwt.TryGetPayloadValue("email", out string email)
            && jwt.TryGetPayloadValue("name", out string name)
            && jwt.TryGetPayloadValue("role", out string word)
            && Enum.TryParse<Roles>(word, out var role)
            && role is Roles.Admin or Roles.Trader or Roles.Viewer or Roles.Approver
            ? new SignedInUser(userId, email, name, role)
            : null;
    }
}
