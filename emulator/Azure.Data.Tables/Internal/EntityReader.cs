using System.Globalization;
using System.Text.Json;

namespace Azure.Data.Tables.Internal;

/// <summary>
/// Makes entities of the service's JSON. A class is filled by its own members' types; a dictionary by the OData types in the
/// JSON. A property the class does not have is skipped, one that JSON does not have keeps the class's initial value.
/// </summary>
internal static class EntityReader
{
    private const string MetadataKey = "odata.metadata";

    public static T Read<T>(JsonElement json)
        where T : class, ITableEntity
    {
        var entity = Activator.CreateInstance<T>();
        if (entity is IDictionary<string, object?> properties)
        {
            ReadDictionary(json, properties);
            return entity;
        }

        var members = EntityType.Of(typeof(T)).ByJsonName;
        foreach (var property in json.EnumerateObject())
        {
            if (members.TryGetValue(property.Name, out var member))
            {
                member.Set(entity, property.Value);
            }
        }

        return entity;
    }

    /// <summary>
    /// How JSON becomes a member's type. A type without a conversion (decimal, float, TimeSpan, ...) reads as its default,
    /// whatever is stored: the official package does the same, so money is not kept in a decimal property.
    /// </summary>
    public static Func<JsonElement, object?> ConverterTo(Type memberType)
    {
        var type = Nullable.GetUnderlyingType(memberType) ?? memberType;
        return type switch
        {
            _ when type == typeof(string) => Text,
            _ when type == typeof(int) => json => (int)Plain(json)!,
            _ when type == typeof(long) => json => long.Parse(Text(json)!, CultureInfo.InvariantCulture),
            _ when type == typeof(ulong) => json => ulong.Parse(Text(json)!, CultureInfo.InvariantCulture),
            _ when type == typeof(double) => json => Convert.ToDouble(Plain(json), CultureInfo.InvariantCulture),
            _ when type == typeof(bool) => json => (bool)Plain(json)!,
            _ when type == typeof(Guid) => json => Guid.Parse(Text(json)!),
            _ when type == typeof(DateTimeOffset) => json => Instant(Text(json)!),
            _ when type == typeof(DateTime) => json =>
                DateTime.Parse(Text(json)!, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
            _ when type == typeof(byte[]) => json => Convert.FromBase64String(Text(json)!),
            _ when type == typeof(BinaryData) => json => BinaryData.FromBytes(Convert.FromBase64String(Text(json)!)),
            _ when type == typeof(ETag) => json => new ETag(Text(json)!),
            _ when type.IsEnum => json => Enum.Parse(type, Text(json)!),
            _ => _ => null,
        };
    }

    private static void ReadDictionary(JsonElement json, IDictionary<string, object?> properties)
    {
        Dictionary<string, string>? types = null;
        foreach (var property in json.EnumerateObject())
        {
            if (property.Name.EndsWith(EntityWriter.TypeSuffix, StringComparison.Ordinal))
            {
                types ??= [];
                types[property.Name[..^EntityWriter.TypeSuffix.Length]] = Text(property.Value) ?? "";
            }
        }

        foreach (var property in json.EnumerateObject())
        {
            var name = property.Name;
            if (name == MetadataKey || name.EndsWith(EntityWriter.TypeSuffix, StringComparison.Ordinal))
            {
                continue;
            }

            properties[name] =
                types is not null && types.TryGetValue(name, out var type) ? Typed(type, property.Value)
                : name == nameof(ITableEntity.Timestamp) && Text(property.Value) is { } text ? Instant(text)
                : Plain(property.Value);
        }
    }

    private static object Typed(string type, JsonElement json) =>
        type switch
        {
            "Edm.Binary" => Convert.FromBase64String(Text(json) ?? ""),
            "Edm.DateTime" => Instant(Text(json) ?? ""),
            "Edm.Guid" => Guid.Parse(Text(json) ?? ""),
            "Edm.Int64" => long.Parse(Text(json) ?? "", CultureInfo.InvariantCulture),
            "Edm.Double" => double.Parse(Text(json) ?? "", CultureInfo.InvariantCulture),
            _ => throw new NotSupportedException("Not supported type " + type),
        };

    private static object? Plain(JsonElement json) =>
        json.ValueKind switch
        {
            JsonValueKind.String => json.GetString(),
            JsonValueKind.Number => Number(json),
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => null,
        };

    private static object Number(JsonElement json)
    {
        if (json.TryGetInt32(out var number))
        {
            return number;
        }

        // The cast keeps the long a long; without it both would become double.
        return json.TryGetInt64(out var large) ? (object)large : json.GetDouble();
    }

    private static string? Text(JsonElement json) => json.ValueKind == JsonValueKind.String ? json.GetString() : null;

    private static DateTimeOffset Instant(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
}
