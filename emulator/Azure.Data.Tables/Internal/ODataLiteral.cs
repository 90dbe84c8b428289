using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Xml;

namespace Azure.Data.Tables.Internal;

/// <summary>Values as OData literals. See https://learn.microsoft.com/rest/api/storageservices/querying-tables-and-entities.</summary>
internal static class ODataLiteral
{
    [return: NotNullIfNotNull(nameof(filter))]
    public static string? Format(FormattableString? filter)
    {
        if (filter is null)
        {
            return null;
        }

        var arguments = new object?[filter.ArgumentCount];
        for (var i = 0; i < arguments.Length; i++)
        {
            var value = filter.GetArgument(i);
            arguments[i] =
                Of(value)
                ?? throw new ArgumentException(
                    $"Unable to convert argument {i} from type {value!.GetType()} to an OData literal."
                );
        }

        return string.Format(CultureInfo.InvariantCulture, filter.Format, arguments);
    }

    /// <summary>The literal, or null when the value's type has none.</summary>
    public static string? Of(object? value) =>
        value switch
        {
            null => "null",
            bool flag => flag ? "true" : "false",
            sbyte or byte or short or ushort or int or uint or decimal => Invariant(value),
            long or ulong => Invariant(value) + "L",
            float number => XmlConvert.ToString(number),
            double number => XmlConvert.ToString(number),
            Guid guid => $"guid'{guid}'",
            byte[] bytes => $"X'{Convert.ToHexString(bytes)}'",
            BinaryData data => $"X'{Convert.ToHexString(data.ToMemory().Span)}'",
            DateTimeOffset instant => Instant(instant.UtcDateTime),
            DateTime date => Instant(date.ToUniversalTime()),
            string or char or StringBuilder => $"'{value.ToString()!.Replace("'", "''", StringComparison.Ordinal)}'",
            _ => null,
        };

    private static string Invariant(object value) => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture);

    private static string Instant(DateTime utc) =>
        $"datetime'{XmlConvert.ToString(utc, XmlDateTimeSerializationMode.RoundtripKind)}'";
}
