using System.Security.Cryptography;
using System.Text;

namespace AgentTrader.Services.Identity;

/// <summary>The secret by which another system speaks to the oversight endpoints; null or empty lets no system in.</summary>
public sealed class ServiceToken(string? secret)
{
    private readonly byte[]? hash = string.IsNullOrEmpty(secret) ? null : Hash(secret);

    /// <summary>Compares in a time that tells nothing about the secret, its length included.</summary>
    public bool Matches(string given) => hash is not null && CryptographicOperations.FixedTimeEquals(hash, Hash(given));

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
