namespace AgentTrader.Core.Market;

/// <summary>What a ticker symbol looks like: a capital letter, then up to nine capitals, digits, dots or hyphens.</summary>
public static class Symbol
{
    public const int MaxLength = 10;

    public static bool IsValid(string? symbol)
    {
        if (symbol is null || symbol.Length is 0 or > MaxLength || !char.IsAsciiLetterUpper(symbol[0]))
        {
            return false;
        }

        foreach (var character in symbol)
        {
            if (!char.IsAsciiLetterUpper(character) && !char.IsAsciiDigit(character) && character is not ('.' or '-'))
            {
                return false;
            }
        }

        return true;
    }
}
