using System.Buffers.Text;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Microsoft.Azure.SignalR.Management;

/// <summary>The tokens of the service: JSON Web Tokens signed by HMAC SHA-256 with the access key.</summary>
internal static class AccessToken
{
    /// <summary>The claim that names the user of a connection.</summary>
    public const string UserId = "asrs.s.uid";

    private const string Header = """{"alg":"HS256","typ":"JWT"}""";

    /// <exception cref="Common.AzureSignalRAccessTokenTooLongException">The token has more than 4,096 characters.</exception>
    public static string Create(
        ServiceAddress address,
        string audience,
        IEnumerable<Claim> claims,
        DateTimeOffset issued,
        TimeSpan lifetime
    )
    {
        var payload = claims
            .GroupBy(claim => claim.Type == ClaimTypes.NameIdentifier ? "nameid" : claim.Type)
            .ToDictionary(
                group => group.Key,
                group => group.Count() == 1 ? (object)group.First().Value : group.Select(claim => claim.Value)
            );
        payload["nbf"] = payload["iat"] = issued.ToUnixTimeSeconds();
        payload["exp"] = (issued + lifetime).ToUnixTimeSeconds();
        payload["aud"] = audience;
        var signed =
            Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Header))
            + "."
            + Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(payload));
        var token = signed + "." + Base64Url.EncodeToString(Sign(address, signed));
        return token.Length <= 4096 ? token : throw new Common.AzureSignalRAccessTokenTooLongException();
    }

    /// <summary>The token's claims; null unless this service's key signed it, its audience passes and it has not expired.</summary>
    public static ClaimsPrincipal? Validate(
        ServiceAddress address,
        string? token,
        Func<string, bool> isAudience,
        DateTimeOffset now
    )
    {
        var parts = token?.Split('.') ?? [];
        if (parts.Length != 3 || !HasValidSignature(address, parts))
        {
            return null;
        }

        // The signature is ours, so header and payload are what a holder of the key wrote.
        using var payload = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]));
        var valid =
            payload.RootElement.TryGetProperty("exp", out var expires)
            && expires.TryGetInt64(out var seconds)
            && now < DateTimeOffset.FromUnixTimeSeconds(seconds)
            && payload.RootElement.TryGetProperty("aud", out var audience)
            && audience.ValueKind == JsonValueKind.String
            && isAudience(audience.GetString()!);
        return valid ? new ClaimsPrincipal(new ClaimsIdentity(ClaimsOf(payload.RootElement), "Bearer")) : null;
    }

    private static bool HasValidSignature(ServiceAddress address, string[] parts)
    {
        try
        {
            return CryptographicOperations.FixedTimeEquals(
                Sign(address, parts[0] + "." + parts[1]),
                Base64Url.DecodeFromChars(parts[2])
            );
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static byte[] Sign(ServiceAddress address, string text) =>
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(address.AccessKey), Encoding.UTF8.GetBytes(text));

    private static List<Claim> ClaimsOf(JsonElement payload) =>
        [
            .. payload
                .EnumerateObject()
                .SelectMany(property =>
                    property.Value.ValueKind == JsonValueKind.Array
                        ? property.Value.EnumerateArray().Select(value => new Claim(property.Name, value.ToString()))
                        : [new Claim(property.Name, property.Value.ToString())]
                ),
        ];
}
