namespace AgentTrader.Services;

/// <summary>Texts that people and other systems send to be shown again.</summary>
public static class PlainText
{
    /// <summary>Whether a text says something, in so many characters, line breaks allowed and other control characters not.</summary>
    public static bool IsWithin(string text, int maxLength) =>
        !string.IsNullOrWhiteSpace(text)
        && text.Length <= maxLength
        && !text.Any(each => char.IsControl(each) && each is not ('\n' or '\r' or '\t'));
}
