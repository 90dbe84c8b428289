using System.Globalization;
using System.Runtime.CompilerServices;

namespace AgentTrader.Core;

/// <summary>
/// Makes <c>Text($"…")</c> write numbers the same in every culture, without boxing them as a FormattableString would: the
/// engine writes a sentence for each decision, and a backtest makes thousands.
/// </summary>
[InterpolatedStringHandler]
internal ref struct InvariantText
{
    private DefaultInterpolatedStringHandler handler;

    public InvariantText(int literalLength, int formattedCount) =>
        handler = new(literalLength, formattedCount, CultureInfo.InvariantCulture);

    /// <summary>Of a text that is not wanted nothing is evaluated.</summary>
    public InvariantText(int literalLength, int formattedCount, bool isWanted, out bool goesOn)
    {
        goesOn = isWanted;
        handler = isWanted ? new(literalLength, formattedCount, CultureInfo.InvariantCulture) : default;
    }

    /// <summary>The text of an interpolated string.</summary>
    public static string Text(ref InvariantText text) => text.handler.ToStringAndClear();

    /// <summary>The text of an interpolated string if it is wanted, else none.</summary>
    public static string Text(
        bool isWanted,
        [InterpolatedStringHandlerArgument(nameof(isWanted))] ref InvariantText text
    ) => isWanted ? text.handler.ToStringAndClear() : "";

    public void AppendLiteral(string text) => handler.AppendLiteral(text);

    public void AppendFormatted<T>(T value) => handler.AppendFormatted(value);

    public void AppendFormatted<T>(T value, string format) => handler.AppendFormatted(value, format);
}
