using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AgentTrader.Services;

namespace AgentTrader.Functions.Http;

/// <summary>
/// Compares JSON with the type it is meant for. The serializer stops at the first thing wrong; people who fill in a form want
/// all of them.
/// </summary>
internal static class JsonShape
{
    /// <summary>More than this is not read by anybody.</summary>
    private const int MaxErrors = 50;

    /// <summary>Every failing member by its path, such as <c>tradingHours.start</c> or <c>symbols[2]</c>; the root is <c>$</c>.</summary>
    public static Dictionary<string, string[]> Check(JsonElement element, Type type)
    {
        var errors = new Dictionary<string, string[]>();
        Check(element, type, nullable: false, "", errors);
        return errors;
    }

    private static void Check(
        JsonElement element,
        Type type,
        bool nullable,
        string path,
        Dictionary<string, string[]> errors
    )
    {
        if (errors.Count >= MaxErrors)
        {
            return;
        }

        if (element.ValueKind == JsonValueKind.Null)
        {
            if (!nullable)
            {
                Add(errors, path, $"This must not be null: send {Expected(type)}.");
            }

            return;
        }

        var info = ApiJson.Options.GetTypeInfo(Nullable.GetUnderlyingType(type) ?? type);
        switch (info.Kind)
        {
            case JsonTypeInfoKind.Object when element.ValueKind == JsonValueKind.Object:
                CheckMembers(element, info, path, errors);
                break;
            case JsonTypeInfoKind.Enumerable when element.ValueKind == JsonValueKind.Array:
                var index = 0;
                foreach (var item in element.EnumerateArray())
                {
                    Check(item, info.ElementType!, IsNullableStruct(info.ElementType!), $"{path}[{index++}]", errors);
                }

                break;
            case JsonTypeInfoKind.Dictionary when element.ValueKind == JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    var memberPath = Join(path, member.Name);
                    Check(member.Value, info.ElementType!, IsNullableStruct(info.ElementType!), memberPath, errors);
                }

                break;
            case JsonTypeInfoKind.None when Converts(element, info):
                break;
            default:
                Add(errors, path, $"This must be {Expected(info.Type)}.");
                break;
        }
    }

    private static void CheckMembers(
        JsonElement element,
        JsonTypeInfo info,
        string path,
        Dictionary<string, string[]> errors
    )
    {
        var settable = info
            .Properties.Where(property => property.Set is not null || property.AssociatedParameter is not null)
            .ToDictionary(property => property.Name);
        var missing = settable.Values.Where(IsRequired).Select(property => property.Name).ToHashSet();
        foreach (var member in element.EnumerateObject())
        {
            var name = member.Name;
            missing.Remove(name);
            if (settable.TryGetValue(name, out var property))
            {
                var nullable =
                    IsNullableStruct(property.PropertyType)
                    || (property.IsSetNullable && !property.PropertyType.IsValueType);
                Check(member.Value, property.PropertyType, nullable, Join(path, name), errors);
            }
            else if (errors.Count < MaxErrors)
            {
                Add(errors, Join(path, name), "This member is not known here: leave it out.");
            }
        }

        foreach (var name in missing)
        {
            Add(errors, Join(path, name), "This member is missing: it is required.");
        }
    }

    private static bool Converts(JsonElement element, JsonTypeInfo info)
    {
        try
        {
            // The serializer also takes an enum's words in another case, or several with commas between.
            if (info.Type.IsEnum)
            {
                return element.ValueKind == JsonValueKind.String
                    && EnumWords.Of(info.Type).Contains(element.GetString());
            }

            // A number beyond double's range is read as infinity, without an error.
            return element.Deserialize(info) switch
            {
                null => false,
                double number => double.IsFinite(number),
                _ => true,
            };
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException)
        {
            // InvalidOperationException: text with half a surrogate pair, which is no text.
            return false;
        }
    }

    private static string Expected(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsEnum)
        {
            return "one of " + string.Join(", ", EnumWords.Of(type));
        }

        return Type.GetTypeCode(type) switch
        {
            TypeCode.String => "text",
            TypeCode.Boolean => "true or false",
            TypeCode.Int32 => $"a whole number from {int.MinValue} to {int.MaxValue}, not in quotes",
            TypeCode.Int64 => $"a whole number from {long.MinValue} to {long.MaxValue}, not in quotes",
            TypeCode.Decimal => "a number with at most 28 digits, not in quotes",
            TypeCode.Double => "a number, not in quotes",
            _ => ApiJson.Options.GetTypeInfo(type).Kind switch
            {
                JsonTypeInfoKind.Enumerable => "an array",
                JsonTypeInfoKind.None when type == typeof(DateTimeOffset) =>
                    "an instant such as \"2025-12-26T10:30:00Z\"",
                JsonTypeInfoKind.None when type == typeof(DateOnly) => "a date such as \"2025-12-26\"",
                JsonTypeInfoKind.None when type == typeof(TimeSpan) => "a time such as \"02:00:00\"",
                JsonTypeInfoKind.None => "a valid value",
                _ => "an object",
            },
        };
    }

    private static bool IsRequired(JsonPropertyInfo property) =>
        property.IsRequired || property.AssociatedParameter is { HasDefaultValue: false, IsMemberInitializer: false };

    private static bool IsNullableStruct(Type type) => Nullable.GetUnderlyingType(type) is not null;

    private static string Join(string path, string name)
    {
        var shown = name.Length <= 64 ? name : name[..64] + "…";
        return path.Length == 0 ? shown : $"{path}.{shown}";
    }

    private static void Add(Dictionary<string, string[]> errors, string path, string sentence) =>
        errors[path.Length == 0 ? "$" : path] = [sentence];
}
