using System.Security.Claims;

namespace Microsoft.Azure.SignalR.Management;

/// <summary>Turns what a negotiation asks for into the claims of the client's token, as the official library does.</summary>
internal static class NegotiationClaims
{
    // These have a meaning to the service, so an application's own claims of these names travel under a prefix.
    private static readonly string[] Reserved =
    [
        "aud",
        "exp",
        "iat",
        "nbf",
        "iss",
        "actort",
        "acr",
        "azp",
        "c_hash",
        "jti",
        "nonce",
    ];

    public static IEnumerable<Claim> Of(NegotiationOptions options)
    {
        if (options.UserId is not null)
        {
            yield return new Claim(AccessToken.UserId, options.UserId);
        }

        if (options.IsDiagnosticClient)
        {
            yield return new Claim("asrs.s.dc", "true");
        }

        if (options.EnableDetailedErrors)
        {
            yield return new Claim("asrs.s.derror", "True");
        }

        var subjectSeen = false;
        foreach (var claim in options.Claims ?? options.HttpContext?.User.Claims ?? [])
        {
            var prefixed = Reserved.Contains(claim.Type) || (claim.Type == "sub" && subjectSeen);
            subjectSeen |= claim.Type == "sub";
            yield return prefixed ? new Claim("asrs.u." + claim.Type, claim.Value) : claim;
        }
    }
}
