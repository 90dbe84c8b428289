using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace AgentTrader.Core.Identity;

/// <summary>
/// Time-based one-time passwords (RFC 6238 over RFC 4226): HMAC-SHA-1, six digits, steps of 30 seconds, as every authenticator
/// app makes them. SHA-1 is what the apps understand; its weakness against collisions does not touch an HMAC.
/// </summary>
public static class Totp
{
    /// <summary>Bytes of a new secret, as RFC 4226 section 4 recommends.</summary>
    public const int SecretLength = 20;

    public const int Digits = 6;
    public const int StepSeconds = 30;

    /// <summary>How many steps a phone's clock may be off, each way.</summary>
    private const int Tolerance = 1;

    /// <summary>The step that an instant lies in, counted from 1970.</summary>
    public static long StepAt(DateTimeOffset instant) => instant.ToUnixTimeSeconds() / StepSeconds;

    /// <summary>The code of one step.</summary>
    public static string Code(ReadOnlySpan<byte> secret, long step)
    {
        Span<byte> counter = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
#pragma warning disable CA5350 // RFC 6238's default, and the only one that authenticator apps agree on.
        HMACSHA1.HashData(secret, counter, hash);
#pragma warning restore CA5350
        var offset = hash[^1] & 0xF;
        var number = BinaryPrimitives.ReadUInt32BigEndian(hash[offset..]) & 0x7FFF_FFFF;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// The step that a code belongs to, at most one step from now and after <paramref name="lastUsedStep"/>, so that no code works
    /// twice; null when there is none.
    /// </summary>
    public static long? Match(ReadOnlySpan<byte> secret, string code, DateTimeOffset now, long lastUsedStep)
    {
        if (code.Length != Digits || code.AsSpan().ContainsAnyExceptInRange('0', '9'))
        {
            return null;
        }

        Span<byte> given = stackalloc byte[Digits];
        Span<byte> expected = stackalloc byte[Digits];
        System.Text.Encoding.ASCII.GetBytes(code, given);
        long? match = null;
        for (var step = StepAt(now) - Tolerance; step <= StepAt(now) + Tolerance; step++)
        {
            System.Text.Encoding.ASCII.GetBytes(Code(secret, step), expected);
            if (CryptographicOperations.FixedTimeEquals(given, expected) && step > lastUsedStep)
            {
                match ??= step;
            }
        }

        return match;
    }

    /// <summary>The address that an authenticator app reads from a QR code.</summary>
    public static Uri EnrolmentUri(ReadOnlySpan<byte> secret, string issuer, string account) =>
        new(
            $"otpauth://totp/{Uri.EscapeDataString(issuer)}:{Uri.EscapeDataString(account)}"
                + $"?secret={Base32.Encode(secret)}&issuer={Uri.EscapeDataString(issuer)}&algorithm=SHA1&digits={Digits}&period={StepSeconds}"
        );
}
