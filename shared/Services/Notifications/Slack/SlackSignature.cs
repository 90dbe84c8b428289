using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AgentTrader.Services.Notifications.Slack;

/// <summary>
/// How Slack signs what it sends: version 0, HMAC-SHA-256 over the timestamp and the raw body. See
/// https://docs.slack.dev/authentication/verifying-requests-from-slack.
/// </summary>
public static class SlackSignature
{
    public const string Header = "X-Slack-Signature";
    public const string TimestampHeader = "X-Slack-Request-Timestamp";

    /// <summary>How far the timestamp may be from now, either way.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    /// <summary>The header's value, such as <c>v0=a2114d57…</c>.</summary>
    /// <param name="secret">The app's signing secret.</param>
    /// <param name="timestamp">The timestamp header's value as it was sent.</param>
    /// <param name="body">The body's bytes as they were sent.</param>
    public static string Of(string secret, string timestamp, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hmac.AppendData(Encoding.UTF8.GetBytes($"v0:{timestamp}:"));
        hmac.AppendData(body);
        return "v0=" + Convert.ToHexStringLower(hmac.GetHashAndReset());
    }

    /// <summary>What is wrong with a request, in a few words; null when Slack sent it, now.</summary>
    public static string? Fault(
        string secret,
        string? timestamp,
        string? signature,
        ReadOnlySpan<byte> body,
        DateTimeOffset now
    )
    {
        if (string.IsNullOrEmpty(timestamp) || string.IsNullOrEmpty(signature))
        {
            return "unsigned";
        }

        // In constant time, and before the timestamp is looked at: what is not signed says nothing.
        var right = CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(Of(secret, timestamp, body)),
            Encoding.UTF8.GetBytes(signature)
        );
        if (!right)
        {
            return "wrong signature";
        }

        var inTime =
            long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && Math.Abs(now.ToUnixTimeSeconds() - seconds) <= (long)Window.TotalSeconds;
        return inTime ? null : "stale";
    }
}
