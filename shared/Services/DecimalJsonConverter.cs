using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentTrader.Services;

/// <summary>Writes a decimal as a JSON number in a fixed format, halves away from zero; reads any JSON number within decimal's range.</summary>
internal sealed class DecimalJsonConverter(string format) : JsonConverter<decimal>
{
    public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetDecimal(out var value)
            ? value
            : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options)
    {
        Span<byte> text = stackalloc byte[40];
        value.TryFormat(text, out var length, format, CultureInfo.InvariantCulture);
        writer.WriteRawValue(text[..length], skipInputValidation: true);
    }
}
