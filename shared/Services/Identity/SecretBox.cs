using System.Security.Cryptography;
using System.Text;

namespace AgentTrader.Services.Identity;

/// <summary>
/// Seals small secrets that must be read again (TOTP secrets) before they are stored: AES-256-GCM under a key derived from the
/// setting Jwt__SigningKey, bound to the user they belong to. Under a new signing key the sealed secrets can't be read.
/// </summary>
public sealed class SecretBox(string signingKey)
{
    private readonly byte[] key = HKDF.DeriveKey(
        HashAlgorithmName.SHA256,
        Encoding.UTF8.GetBytes(signingKey),
        32,
        info: "agenttrader secret box v1"u8.ToArray()
    );

    public string Seal(ReadOnlySpan<byte> secret, string owner)
    {
        var nonce = AesGcm.NonceByteSizes.MaxSize;
        var tag = AesGcm.TagByteSizes.MaxSize;
        var box = new byte[nonce + tag + secret.Length];
        RandomNumberGenerator.Fill(box.AsSpan(0, nonce));
        using var aes = new AesGcm(key, tag);
        aes.Encrypt(
            box.AsSpan(0, nonce),
            secret,
            box.AsSpan(nonce + tag),
            box.AsSpan(nonce, tag),
            Encoding.UTF8.GetBytes(owner)
        );
        return Convert.ToBase64String(box);
    }

    /// <exception cref="CryptographicException">The box is damaged, of another owner, or of another signing key.</exception>
    public byte[] Open(string sealedSecret, string owner)
    {
        var nonce = AesGcm.NonceByteSizes.MaxSize;
        var tag = AesGcm.TagByteSizes.MaxSize;
        var box = Convert.FromBase64String(sealedSecret);
        var secret = new byte[box.Length - nonce - tag];
        using var aes = new AesGcm(key, tag);
        aes.Decrypt(
            box.AsSpan(0, nonce),
            box.AsSpan(nonce + tag),
            box.AsSpan(nonce, tag),
            secret,
            Encoding.UTF8.GetBytes(owner)
        );
        return secret;
    }
}
