using System.Globalization;
using AgentTrader.Core;
using AgentTrader.Core.Market;
using CsvHelper;
using CsvHelper.Configuration;

namespace AgentTrader.Services.Market;

/// <summary>
/// Reads a file of bars: <c>date,open,high,low,close,volume</c> for sessions, or <c>time,open,…</c> for minutes, whose times
/// carry their offset from UTC. Whatever else it finds is refused in one sentence that names the line.
/// </summary>
internal sealed class BarFile
{
    private const int MaxFieldLength = 100;
    private const string Columns = "open,high,low,close,volume";

    private static readonly string[] TimeFormats = ["yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss'Z'"];

    private readonly string name;
    private int line = 1;

    private BarFile(string path) => name = Path.GetFileName(path);

    /// <summary>The bars of a file, and their interval.</summary>
    /// <exception cref="MarketDataException">The file is not as expected.</exception>
    public static (BarInterval Interval, Bar[] Bars) Read(string path) => new BarFile(path).ReadAll(path);

    private (BarInterval Interval, Bar[] Bars) ReadAll(string path)
    {
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            BadDataFound = null,
            IgnoreBlankLines = false,
            MaxFieldSize = MaxFieldLength,
        };
        try
        {
            using var parser = new CsvParser(new StreamReader(path), configuration);
            var interval = ReadHeader(parser);
            var bars = new List<Bar>();
            while (parser.Read())
            {
                line = parser.RawRow;
                bars.Add(ReadBar(parser.Record ?? [], interval, bars));
            }

            return bars.Count > 0
                ? (interval, bars.ToArray())
                : throw Malformed("there is no bar after the header, and at least one is expected");
        }
        catch (MaxFieldSizeException)
        {
            line++;
            throw Malformed($"a field is longer than {MaxFieldLength} characters");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new MarketDataException($"{name} cannot be read: {exception.Message}");
        }
    }

    private BarInterval ReadHeader(CsvParser parser)
    {
        var header = parser.Read() ? string.Join(',', parser.Record ?? []) : "";
        return header switch
        {
            "date," + Columns => BarInterval.OneDay,
            "time," + Columns => BarInterval.OneMinute,
            "" => throw Malformed($"the file is empty, and the header date,{Columns} or time,{Columns} is expected"),
            _ => throw Malformed($"the header date,{Columns} or time,{Columns} is expected"),
        };
    }

    private Bar ReadBar(string[] fields, BarInterval interval, List<Bar> before)
    {
        if (fields.Length != 6)
        {
            throw Malformed($"6 columns are expected and {fields.Length} found");
        }

        var (start, end) = interval == BarInterval.OneDay ? ReadDate(fields[0]) : ReadMinute(fields[0]);
        if (before.Count > 0 && start <= before[^1].Start)
        {
            throw Malformed(
                start == before[^1].Start
                    ? $"{fields[0]} is there twice, and each is expected once"
                    : $"{fields[0]} is earlier than the line before, and lines are expected in order of time"
            );
        }

        var (open, high, low, close) = (
            ReadPrice(fields[1]),
            ReadPrice(fields[2]),
            ReadPrice(fields[3]),
            ReadPrice(fields[4])
        );
        if (low > high || open > high || open < low || close > high || close < low)
        {
            throw Malformed("open and close are expected to lie between low and high");
        }

        return
            long.TryParse(fields[5], NumberStyles.None, CultureInfo.InvariantCulture, out var volume)
            && volume <= 1_000_000_000_000
            ? new Bar(start, end, open, high, low, close, volume)
            : throw Malformed($"a volume is expected as a whole number of shares, and '{Shorten(fields[5])}' found");
    }

    /// <summary>A day on which our calendar knows of no session still has the usual hours: the record is right.</summary>
    private (DateTimeOffset Start, DateTimeOffset End) ReadDate(string text)
    {
        if (
            !DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            || !IsInCalendar(date)
        )
        {
            throw Malformed($"a date as YYYY-MM-DD is expected, and '{Shorten(text)}' found");
        }

        return ExchangeCalendar.SessionOf(date) is { } session
            ? (session.Open, session.Close)
            : (ExchangeCalendar.At(date, new TimeOnly(9, 30)), ExchangeCalendar.At(date, new TimeOnly(16, 0)));
    }

    private (DateTimeOffset Start, DateTimeOffset End) ReadMinute(string text)
    {
        if (
            !DateTimeOffset.TryParseExact(
                text,
                TimeFormats,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out var time
            )
            || time.Second != 0
            || !IsInCalendar(DateOnly.FromDateTime(time.UtcDateTime))
        )
        {
            throw Malformed(
                $"a minute with its offset, as 2013-10-07T09:30:00-04:00, is expected, and '{Shorten(text)}' found"
            );
        }

        var start = time.ToUniversalTime();
        return (start, start.AddMinutes(1));
    }

    private double ReadPrice(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var price)
        && price > 0
        && price <= (double)Money.MaxPrice
            ? price
            : throw Malformed(
                $"a price above 0 and at most {Money.MaxPrice:0} is expected, and '{Shorten(text)}' found"
            );

    private static bool IsInCalendar(DateOnly date) =>
        date > ExchangeCalendar.FirstDay && date < ExchangeCalendar.LastDay;

    private MarketDataException Malformed(string sentence) => new($"{name}, line {line}: {sentence}.");

    private static string Shorten(string text) => text.Length <= 30 ? text : text[..30] + "…";
}
