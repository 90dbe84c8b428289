namespace AgentTrader.Services.Oversight.Pictures;

/// <summary>Capitals, digits and a few signs as 5 by 7 dots: a byte a column, the lowest bit on top.</summary>
internal static class Glyphs
{
    private const string Characters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ%.->/$";

    private static readonly byte[] Columns = Convert.FromHexString(
        // 0 to 9
        "3E5149453E"
            + "00427F4000"
            + "4261514946"
            + "2141454B31"
            + "1814127F10"
            + "2745454539"
            + "3C4A494930"
            + "0171090503"
            + "3649494936"
            + "064949291E"
            // A to Z
            + "7E1111117E"
            + "7F49494936"
            + "3E41414122"
            + "7F4141221C"
            + "7F49494941"
            + "7F09090901"
            + "3E4149497A"
            + "7F0808087F"
            + "00417F4100"
            + "2040413F01"
            + "7F08142241"
            + "7F40404040"
            + "7F020C027F"
            + "7F0408107F"
            + "3E4141413E"
            + "7F09090906"
            + "3E4151215E"
            + "7F09192946"
            + "4649494931"
            + "01017F0101"
            + "3F4040403F"
            + "1F2040201F"
            + "3F4038403F"
            + "6314081463"
            + "0708700807"
            + "6151494543"
            // The signs
            + "2313086462"
            + "0060600000"
            + "0808080808"
            + "0041221408"
            + "2010080402"
            + "242A7F2A12"
    );

    /// <summary>The five columns of a character; empty ones for a blank and for what is not drawn.</summary>
    public static ReadOnlySpan<byte> Of(char character)
    {
        var place = Characters.IndexOf(char.ToUpperInvariant(character), StringComparison.Ordinal);
        return place < 0 ? new byte[5] : Columns.AsSpan(place * 5, 5);
    }
}
