using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Xml;
using Azure.Data.Tables.Models;

namespace Azure.Data.Tables.Internal;

/// <summary>Writes an entity as the JSON that the service stores, with an OData type where JSON alone would not tell it.</summary>
internal static class EntityWriter
{
    public const string TypeSuffix = "@odata.type";

    private const int MaxSize = 1024 * 1024;

    // A book kept as JSON within a string property would double in size if each of its quotes became \u0022.
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <exception cref="RequestFailedException">EntityTooLarge: the service's refusal, which Azurite does not make of an insert.</exception>
    /// <exception cref="NotSupportedException">A value's type has no counterpart in a table.</exception>
    public static void Write(IBufferWriter<byte> body, ITableEntity entity)
    {
        using var writer = new Utf8JsonWriter(body, Options);
        var size = 0L;
        writer.WriteStartObject();
        if (entity is IDictionary<string, object?> properties)
        {
            size = WriteDictionary(writer, properties);
        }
        else
        {
            foreach (var member in EntityType.Of(entity.GetType()).Written)
            {
                var value = member.Get!(entity);
                size += WriteProperty(writer, member.Name, member.TypeName, value is Enum ? value.ToString() : value);
            }
        }

        writer.WriteEndObject();
        if (size > MaxSize)
        {
            throw new RequestFailedException(
                400,
                "The entity is larger than the maximum allowed size (1MB).",
                TableErrorCode.EntityTooLarge.ToString(),
                null
            );
        }
    }

    private static long WriteDictionary(Utf8JsonWriter writer, IDictionary<string, object?> properties)
    {
        var size = 0L;
        foreach (var (name, value) in properties)
        {
            if (name is TableEntity.ETagKey or nameof(ITableEntity.Timestamp))
            {
                continue;
            }

            if (value is Enum)
            {
                throw new NotSupportedException(
                    "Enum values are only supported for custom model types implementing ITableEntity."
                );
            }

            size += WriteProperty(writer, name, null, value);
        }

        return size;
    }

    /// <summary>Writes the property and returns its stored size in bytes, within 16: text is UTF-16.</summary>
    private static long WriteProperty(Utf8JsonWriter writer, string name, string? typeName, object? value)
    {
        writer.WritePropertyName(name);
        var edmType = WriteValue(writer, value);
        if (edmType is not null)
        {
            writer.WriteString(typeName ?? name + TypeSuffix, edmType);
        }

        return 16
            + (2L * name.Length)
            + value switch
            {
                string text => 2L * text.Length,
                byte[] bytes => bytes.Length,
                BinaryData data => data.ToMemory().Length,
                _ => 0,
            };
    }

    /// <summary>Writes the value and returns the OData type to say, or null.</summary>
    private static string? WriteValue(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                return null;
            case string text:
                writer.WriteStringValue(text);
                return null;
            case int number:
                writer.WriteNumberValue(number);
                return null;
            case bool flag:
                writer.WriteBooleanValue(flag);
                return null;
            case long or ulong:
                writer.WriteStringValue(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture));
                return "Edm.Int64";
            case double number:
                WriteDouble(writer, number);
                return "Edm.Double";
            case DateTimeOffset instant:
                writer.WriteStringValue(Utc(instant));
                return "Edm.DateTime";
            case DateTime date:
                writer.WriteStringValue(Utc(CheckedUtc(date)));
                return "Edm.DateTime";
            case Guid guid:
                writer.WriteStringValue(guid);
                return "Edm.Guid";
            case byte[] bytes:
                writer.WriteBase64StringValue(bytes);
                return "Edm.Binary";
            case BinaryData data:
                writer.WriteBase64StringValue(data.ToMemory().Span);
                return "Edm.Binary";
            case float number:
                writer.WriteNumberValue(number);
                return null;
            case decimal number:
                writer.WriteNumberValue(number);
                return null;
            case TimeSpan span:
                writer.WriteStringValue(XmlConvert.ToString(span));
                return null;
            default:
                throw new NotSupportedException($"Not supported type {value.GetType()}");
        }
    }

    private static void WriteDouble(Utf8JsonWriter writer, double number)
    {
        if (double.IsNaN(number))
        {
            writer.WriteStringValue("NaN");
        }
        else
        {
            writer.WriteNumberValue(number);
        }
    }

    private static string Utc(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture);

    private static DateTime CheckedUtc(DateTime date) =>
        date.Kind == DateTimeKind.Utc
            ? date
            : throw new NotSupportedException(
                $"DateTime {date} has a Kind of {date.Kind}. Azure SDK requires it to be UTC. You can call DateTime.SpecifyKind to change Kind property value to DateTimeKind.Utc."
            );
}
