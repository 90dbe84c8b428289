using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentTrader.Services;

/// <summary>
/// Writes an instant in UTC with a Z and only the fraction it has; reads ISO 8601 with a Z or an offset. A time without either
/// is refused, because it would mean something else on each machine.
/// </summary>
public sealed class InstantJsonConverter : JsonConverter<DateTimeOffset>
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'";

    private const int FirstYear = 1900;
    private const int LastYear = 2999;

    private static readonly string[] Readable = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK"];

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (
            reader.TokenType != JsonTokenType.String
            || reader.GetString() is not { } text
            || !TryParse(text, out var value)
        )
        {
            throw new JsonException();
        }

        return value;
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture));

    /// <summary>
    /// Reads what the API accepts as an instant, in bodies and queries alike; the result is in UTC, and far enough from the ends
    /// of time that a zone's offset or a span of days may be added or taken off.
    /// </summary>
    public static bool TryParse(string text, out DateTimeOffset value)
    {
        value = default;
        return (text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > text.IndexOf('T', StringComparison.Ordinal))
            && DateTimeOffset.TryParseExact(
                text,
                Readable,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AdjustToUniversal,
                out value
            )
            && value.Year is >= FirstYear and <= LastYear;
    }
}
