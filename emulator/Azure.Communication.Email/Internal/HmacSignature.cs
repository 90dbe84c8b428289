using System.Security.Cryptography;
using System.Text;

namespace Azure.Communication.Email.Internal;

/// <summary>
/// How requests to Azure Communication Services are signed. See
/// https://learn.microsoft.com/rest/api/communication/authentication.
/// </summary>
internal static class HmacSignature
{
    public const string DateHeader = "x-ms-date";
    public const string HashHeader = "x-ms-content-sha256";
    public const string Prefix = $"HMAC-SHA256 SignedHeaders={DateHeader};host;{HashHeader}&Signature=";

    /// <summary>The hash of the body in base 64; that of nothing when there is no body.</summary>
    public static string HashOf(ReadOnlySpan<byte> body) => Convert.ToBase64String(SHA256.HashData(body));

    /// <param name="key">The access key in base 64.</param>
    /// <param name="method">GET or POST.</param>
    /// <param name="pathAndQuery">As it stands in the request line.</param>
    /// <param name="date">The date header's value.</param>
    /// <param name="host">The Host header's value.</param>
    /// <param name="hash">The hash header's value.</param>
    /// <returns>The value of the Authorization header.</returns>
    /// <exception cref="FormatException">The key is not base 64.</exception>
    public static string Authorization(
        string key,
        string method,
        string pathAndQuery,
        string date,
        string host,
        string hash
    )
    {
        var text = $"{method}\n{pathAndQuery}\n{date};{host};{hash}";
        var signature = HMACSHA256.HashData(Convert.FromBase64String(key), Encoding.ASCII.GetBytes(text));
        return Prefix + Convert.ToBase64String(signature);
    }
}
