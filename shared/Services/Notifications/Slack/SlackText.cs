using System.Globalization;
using System.Text;

namespace AgentTrader.Services.Notifications.Slack;

/// <summary>
/// Makes other people's text safe for Slack: nothing in it is a mention, a link or a channel-wide call, it cannot turn the
/// direction of what stands around it, and it is never longer than Slack takes. Lengths are in UTF-16 units, which counts at
/// least as many as Slack does.
/// </summary>
public static class SlackText
{
    private const char FirstStrongIsolate = '\u2068';
    private const char PopIsolate = '\u2069';
    private const char Cut = '…';

    /// <summary>A person's text within our own: it keeps its direction to itself.</summary>
    /// <param name="text">As it was typed.</param>
    /// <param name="max">What is longer is cut.</param>
    public static string Quote(string text, int max = 200)
    {
        var kept = text.Length <= max ? text : text[..(max - 1)] + Cut;
        return kept.Any(IsRightToLeft) ? $"{FirstStrongIsolate}{kept}{PopIsolate}" : kept;
    }

    /// <summary>
    /// The text without control characters and direction marks, Slack's three reserved characters escaped, cut to
    /// <paramref name="max"/> at the end of a whole character.
    /// </summary>
    public static string Fit(string text, int max)
    {
        var fitted = new StringBuilder(Math.Min(text.Length, max));
        var elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext())
        {
            var element = Escape(elements.GetTextElement());
            // Leaves room for the mark of a cut, unless this is the last of it.
            var last = elements.ElementIndex + elements.GetTextElement().Length == text.Length;
            if (fitted.Length + element.Length > (last ? max : max - 1))
            {
                fitted.Append(Cut);
                break;
            }

            fitted.Append(element);
        }

        return fitted.ToString();
    }

    /// <summary>Escapes what Slack reserves and drops what has no place in a line of text.</summary>
    private static string Escape(string element)
    {
        var escaped = new StringBuilder(element.Length);
        foreach (var rune in element.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '\n' => escaped.Append('\n'),
                _ when Rune.IsControl(rune) || IsDirectionMark(rune.Value) => escaped,
                _ => escaped.Append(rune.ToString()),
            };
        }

        return escaped.ToString();
    }

    /// <summary>Marks, embeddings and overrides, by which a name could reorder the text around it. Isolates cannot.</summary>
    private static bool IsDirectionMark(int value) =>
        value is 0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or 0x2066 or 0x2067;

    /// <summary>Hebrew, Arabic and their neighbours, and their presentation forms.</summary>
    private static bool IsRightToLeft(char character) =>
        character is (>= '\u0590' and <= '\u08FF') or (>= '\uFB1D' and <= '\uFDFF') or (>= '\uFE70' and <= '\uFEFC');
}
