namespace AgentTrader.Functions.Tests.Identity;

/// <summary>What an authenticator makes of a secret that a person types.</summary>
internal static class TypedSecret
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>Base 32 (RFC 4648) the slow way, so that the encoder is not checked against itself.</summary>
    public static byte[] Bytes(string text)
    {
        var bits = string.Concat(
            text.Select(letter =>
                Convert.ToString(Alphabet.IndexOf(letter, StringComparison.Ordinal), 2).PadLeft(5, '0')
            )
        );
        return
        [
            .. bits.Chunk(8).Where(octet => octet.Length == 8).Select(octet => Convert.ToByte(new string(octet), 2)),
        ];
    }
}
