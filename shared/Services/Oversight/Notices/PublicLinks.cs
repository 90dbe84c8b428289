using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AgentTrader.Services.Oversight.Notices;

/// <summary>
/// Addresses of this instance that go out to Slack and by mail: the dashboard, and pictures whose address is its own
/// permission until it expires.
/// </summary>
/// <param name="root">The setting PublicUrl; null when nobody outside can reach the instance.</param>
/// <param name="signingKey">The setting Jwt__SigningKey, from which the key of these addresses is derived.</param>
/// <param name="clock">Says when an address has expired.</param>
public sealed class PublicLinks(Uri? root, string signingKey, TimeProvider clock)
{
    /// <summary>How long a picture's address is good for: as long as somebody may read back in the channel.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    private readonly byte[] key = HKDF.DeriveKey(
        HashAlgorithmName.SHA256,
        Encoding.UTF8.GetBytes(signingKey),
        32,
        info: "agenttrader picture links v1"u8.ToArray()
    );

    /// <summary>The setting PublicUrl as an address.</summary>
    /// <exception cref="SettingException">It is no http address.</exception>
    public static Uri? ReadRoot(string? setting)
    {
        if (string.IsNullOrEmpty(setting))
        {
            return null;
        }

        return
            Uri.TryCreate(setting.TrimEnd('/') + "/", UriKind.Absolute, out var root)
            && root.Scheme is "http" or "https"
            ? root
            : throw new SettingException(
                "The setting PublicUrl is no http address: put there where people reach this instance, or leave it empty."
            );
    }

    /// <summary>The oversight page; null without a public address.</summary>
    public Uri? Dashboard() => root is null ? null : new Uri(root, "#/oversight");

    /// <summary>The picture of a request's allocation; null without a public address.</summary>
    /// <param name="requestId">The request.</param>
    /// <param name="from">The lifetime begins then, so that the address stays the same each time it is made.</param>
    public Uri? Picture(string requestId, DateTimeOffset from)
    {
        if (root is null)
        {
            return null;
        }

        var expires = (from + Lifetime).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return new Uri(
            root,
            $"api/v1/oversight/requests/{requestId}/allocation.png?expires={expires}&signature={Sign(requestId, expires)}"
        );
    }

    /// <summary>Whether an address was made here and is good still.</summary>
    public bool IsGood(string requestId, string expires, string signature)
    {
        var right = CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(Sign(requestId, expires)),
            Encoding.UTF8.GetBytes(signature)
        );
        return right
            && long.TryParse(expires, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds >= clock.GetUtcNow().ToUnixTimeSeconds();
    }

    private string Sign(string requestId, string expires) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{requestId}|{expires}")));
}
