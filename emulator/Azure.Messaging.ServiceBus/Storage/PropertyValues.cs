using System.Globalization;
using System.Runtime.Serialization;

namespace Azure.Messaging.ServiceBus;

/// <summary>Application properties as text that keeps their type: <c>Int32:12</c>. A null stays null.</summary>
internal static class PropertyValues
{
    private static readonly Dictionary<string, Func<string, object>> Readers = new()
    {
        ["String"] = text => text,
        ["Boolean"] = text => bool.Parse(text),
        ["Char"] = text => text[0],
        ["Byte"] = text => byte.Parse(text, CultureInfo.InvariantCulture),
        ["SByte"] = text => sbyte.Parse(text, CultureInfo.InvariantCulture),
        ["Int16"] = text => short.Parse(text, CultureInfo.InvariantCulture),
        ["UInt16"] = text => ushort.Parse(text, CultureInfo.InvariantCulture),
        ["Int32"] = text => int.Parse(text, CultureInfo.InvariantCulture),
        ["UInt32"] = text => uint.Parse(text, CultureInfo.InvariantCulture),
        ["Int64"] = text => long.Parse(text, CultureInfo.InvariantCulture),
        ["UInt64"] = text => ulong.Parse(text, CultureInfo.InvariantCulture),
        ["Single"] = text => float.Parse(text, CultureInfo.InvariantCulture),
        ["Double"] = text => double.Parse(text, CultureInfo.InvariantCulture),
        ["Decimal"] = text => decimal.Parse(text, CultureInfo.InvariantCulture),
        ["Guid"] = text => Guid.Parse(text),
        ["Uri"] = text => new Uri(text, UriKind.RelativeOrAbsolute),
        ["DateTime"] = text => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
        ["DateTimeOffset"] = text => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture),
        ["TimeSpan"] = text => TimeSpan.Parse(text, CultureInfo.InvariantCulture),
    };

    /// <exception cref="SerializationException">A value is of a type that Service Bus does not carry.</exception>
    public static Dictionary<string, string?> Write(IDictionary<string, object?> properties) =>
        properties.ToDictionary(property => property.Key, property => Write(property.Value));

    public static string? Write(object? value) =>
        value switch
        {
            null => null,
            _ when !Readers.ContainsKey(value.GetType().Name) => throw new SerializationException(
                $"Serialization failed due to an unsupported type, {value.GetType().FullName}."
            ),
            DateTime or DateTimeOffset => FormattableString.Invariant($"{value.GetType().Name}:{value:O}"),
            _ => FormattableString.Invariant($"{value.GetType().Name}:{value}"),
        };

    public static IReadOnlyDictionary<string, object?> Read(Dictionary<string, string?> properties) =>
        properties.ToDictionary(property => property.Key, property => Read(property.Value));

    private static object? Read(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return Readers[text[..colon]](text[(colon + 1)..]);
    }
}
