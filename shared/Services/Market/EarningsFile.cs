using System.Globalization;
using AgentTrader.Core.Market;

namespace AgentTrader.Services.Market;

/// <summary>Reads <c>EARNINGS.csv</c>, which may lie beside recorded bars: <c>symbol,date</c>, a line for each report.</summary>
internal static class EarningsFile
{
    /// <summary>No symbol's bars can be in a file of this name.</summary>
    public const string Name = "EARNINGS.csv";

    private const string Header = "symbol,date";

    /// <summary>The calendar of a folder; the empty one where there is no such file.</summary>
    /// <exception cref="MarketDataException">The file is not as expected.</exception>
    public static EarningsCalendar Read(string folder)
    {
        var path = Path.Combine(folder, Name);
        if (!File.Exists(path))
        {
            return EarningsCalendar.Empty;
        }

        try
        {
            return new EarningsCalendar([.. File.ReadLines(path).Select(ReadLine).OfType<(string, DateOnly)>()]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new MarketDataException($"{Name} cannot be read: {exception.Message}");
        }
    }

    private static (string Symbol, DateOnly Date)? ReadLine(string text, int index)
    {
        if (index == 0)
        {
            return text == Header ? null : throw Malformed(index, $"the header {Header} is expected");
        }

        return
            text.Split(',') is [var symbol, var day]
            && Symbol.IsValid(symbol)
            && DateOnly.TryParseExact(
                day,
                "yyyy-MM-dd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var date
            )
            ? (symbol, date)
            : throw Malformed(index, "a symbol and a day are expected, as AAPL,2025-05-01");
    }

    private static MarketDataException Malformed(int index, string sentence) =>
        new(FormattableString.Invariant($"{Name}, line {index + 1}: {sentence}."));
}
