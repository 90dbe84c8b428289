using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace AgentTrader.Core;

/// <summary>
/// Ids such as <c>trd_01hv8s9k2mq4x7wz</c>: a prefix, an underscore and 16 lower-case base-32 characters in Crockford's
/// alphabet. The first ten hold the Unix milliseconds, so ids of one prefix sort by time; the last six are the first
/// 30 bits of the seed's SHA-256, so the same instant and seed always give the same id.
/// </summary>
public static class EntityId
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private static readonly SearchValues<char> AlphabetCharacters = SearchValues.Create(Alphabet);

    /// <summary>One for each thread: to make one takes about as long as to hash a seed.</summary>
    [ThreadStatic]
    private static IncrementalHash? hasher;
    private const int TimeLength = 10;
    private const int HashLength = 6;

    /// <summary>Derives the id that belongs to an instant (1970 or later, cut to the millisecond) and a seed.</summary>
    public static string Derive(string prefix, DateTimeOffset at, string seed)
    {
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        ArgumentNullException.ThrowIfNull(seed);
        var time = at.ToUnixTimeMilliseconds();
        ArgumentOutOfRangeException.ThrowIfNegative(time, nameof(at));

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> bytes =
            seed.Length <= 256 ? stackalloc byte[768] : new byte[Encoding.UTF8.GetMaxByteCount(seed.Length)];
        hasher ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hasher.AppendData(bytes[..Encoding.UTF8.GetBytes(seed, bytes)]);
        hasher.GetHashAndReset(hash);
        long bits = ((long)hash[0] << 22) | ((long)hash[1] << 14) | ((long)hash[2] << 6) | ((long)hash[3] >> 2);

        Span<char> tail = stackalloc char[TimeLength + HashLength];
        Write(time, tail[..TimeLength]);
        Write(bits, tail[TimeLength..]);
        return $"{prefix}_{tail}";
    }

    /// <summary>Whether the text is an id of this prefix. Says nothing about whether such an entity exists.</summary>
    public static bool IsValid(string? id, string prefix)
    {
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        return id is not null
            && id.Length == prefix.Length + 1 + TimeLength + HashLength
            && id.StartsWith(prefix, StringComparison.Ordinal)
            && id[prefix.Length] == '_'
            && !id.AsSpan(prefix.Length + 1).ContainsAnyExcept(AlphabetCharacters);
    }

    /// <summary>The instant, to the millisecond, that an id was derived from.</summary>
    /// <exception cref="FormatException">The text is not an id.</exception>
    public static DateTimeOffset InstantOf(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        var underscore = id.IndexOf('_', StringComparison.Ordinal);
        if (underscore < 1 || !IsValid(id, id[..underscore]))
        {
            throw new FormatException($"'{id}' is not an id.");
        }

        var time = 0L;
        foreach (var character in id.AsSpan(underscore + 1, TimeLength))
        {
            time = (time << 5) | (long)Alphabet.IndexOf(character, StringComparison.Ordinal);
        }

        return time <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(time)
            : throw new FormatException($"'{id}' names an instant after the year 9999.");
    }

    private static void Write(long value, Span<char> target)
    {
        for (var i = target.Length - 1; i >= 0; i--)
        {
            target[i] = Alphabet[(int)(value & 31)];
            value >>= 5;
        }
    }
}
