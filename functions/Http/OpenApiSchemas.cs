using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using AgentTrader.Services;

namespace AgentTrader.Functions.Http;

/// <summary>The JSON schemas of the types that the API takes and gives, each made once and referred to.</summary>
internal sealed class OpenApiSchemas
{
    private readonly SortedDictionary<string, JsonNode?> schemas = new(StringComparer.Ordinal);
    private readonly JsonSchemaExporterOptions exporter;

    public OpenApiSchemas() =>
        exporter = new() { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Transform };

    /// <summary>A reference to the type's schema.</summary>
    public JsonNode Reference(Type type)
    {
        var name = NameOf(type);
        // The name comes first, because a type may hold itself.
        if (schemas.TryAdd(name, null))
        {
            schemas[name] = ApiJson.Options.GetJsonSchemaAsNode(type, exporter);
        }

        return new JsonObject { ["$ref"] = $"#/components/schemas/{name}" };
    }

    public JsonObject ToJson() => new(schemas.Select(schema => KeyValuePair.Create(schema.Key, schema.Value)));

    /// <summary>
    /// The exporter knows nothing of types with converters of our own, and its references are to places within one schema, which
    /// a document of many has not: a type within a type is referred to like any other.
    /// </summary>
    private JsonNode Transform(JsonSchemaExporterContext context, JsonNode schema)
    {
        var type = context.TypeInfo.Type;
        var underlying = Nullable.GetUnderlyingType(type) ?? type;
        JsonNode Typed(string name) => underlying == type ? name : new JsonArray(name, "null");
        if (underlying == typeof(decimal))
        {
            return new JsonObject { ["type"] = Typed("number") };
        }

        if (IsOurs(type) && context.Path.Length > 0)
        {
            var isNullable = context.PropertyInfo is { IsGetNullable: true };
            return isNullable
                ? new JsonObject { ["anyOf"] = new JsonArray(Reference(type), new JsonObject { ["type"] = "null" }) }
                : Reference(type);
        }

        return underlying == typeof(DateTimeOffset)
            ? new JsonObject { ["type"] = Typed("string"), ["format"] = "date-time" }
            : schema;
    }

    private static bool IsOurs(Type type) =>
        type is { IsClass: true, Namespace: { } name } && name.StartsWith("AgentTrader", StringComparison.Ordinal);

    private static string NameOf(Type type) =>
        type.IsGenericType
            ? type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]
                + "Of"
                + string.Concat(type.GetGenericArguments().Select(NameOf))
            : type.Name;
}
