namespace AgentTrader.Core.Market;

/// <summary>
/// Chance that is not: numbers that look random and are the same for the same key on every machine. Only integer
/// operations and the five that IEEE 754 rounds correctly are used; Math.Exp or Math.Sin may differ in their last bit
/// from one processor to another, and one bit makes another decision.
/// </summary>
internal static class Noise
{
    private const ulong Golden = 0x9E37_79B9_7F4A_7C15;

    /// <summary>Mixes a number into a key (the finalizer of SplitMix64, Steele, Lea and Flood, 2014).</summary>
    public static ulong Mix(ulong key, ulong number)
    {
        var z = key + ((number + 1) * Golden);
        z = (z ^ (z >> 30)) * 0xBF58_476D_1CE4_E5B9;
        z = (z ^ (z >> 27)) * 0x94D0_49BB_1331_11EB;
        return z ^ (z >> 31);
    }

    public static ulong Mix(ulong key, string text)
    {
        foreach (var character in text)
        {
            key = Mix(key, character);
        }

        return key;
    }

    /// <summary>From 0 to below 1.</summary>
    public static double Uniform(ulong key) => (key >> 11) * (1.0 / (1UL << 53));

    /// <summary>
    /// About normal, with mean 0 and standard deviation 1: the sum of four uniform numbers of 16 bits. Never beyond 3.5.
    /// </summary>
    public static double Normal(ulong key)
    {
        var sum = (key & 0xFFFF) + ((key >> 16) & 0xFFFF) + ((key >> 32) & 0xFFFF) + (key >> 48);
        // Four uniform numbers from 0 to 1 have the variance 4/12.
        return ((sum * (1.0 / 65535)) - 2) * 1.7320508075688772;
    }

    /// <summary>e to the power of x, for |x| up to 700, to about 15 digits.</summary>
    public static double Exp(double x)
    {
        // x = k ln 2 + r with |r| below 0.35: e^r by its series, 2^k by the exponent's bits. The high part of ln 2 has
        // trailing zeros, so that k times it is exact.
        const double Ln2High = 0.693147180369123816490;
        const double Ln2Low = 1.90821492927058770002e-10;
        var k = Math.Floor((x * 1.4426950408889634) + 0.5);
        var r = x - (k * Ln2High) - (k * Ln2Low);
        var sum = 1.0;
        for (var n = 14; n >= 1; n--)
        {
            sum = 1 + (sum * r / n);
        }

        return sum * BitConverter.Int64BitsToDouble(((long)k + 1023) << 52);
    }
}
