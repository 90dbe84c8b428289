using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using AgentTrader.Services;

namespace AgentTrader.Functions.Http;

/// <summary>The JSON schemas of the types that the API takes and gives, each made once and referred to.</summary>
internal sealed class OpenApiSchemas
{
    private static readonly JsonSchemaExporterOptions Exporter = new()
    {
        TreatNullObliviousAsNonNullable = true,
        TransformSchemaNode = Transform,
    };

    private readonly SortedDictionary<string, JsonNode> schemas = new(StringComparer.Ordinal);

    /// <summary>A reference to the type's schema.</summary>
    public JsonNode Reference(Type type)
    {
        var name = NameOf(type);
        if (!schemas.ContainsKey(name))
        {
            schemas[name] = ApiJson.Options.GetJsonSchemaAsNode(type, Exporter);
        }

        return new JsonObject { ["$ref"] = $"#/components/schemas/{name}" };
    }

    public JsonObject ToJson() =>
        new(schemas.Select(schema => KeyValuePair.Create(schema.Key, (JsonNode?)schema.Value)));

    /// <summary>The exporter knows nothing of types with converters of our own.</summary>
    private static JsonNode Transform(JsonSchemaExporterContext context, JsonNode schema)
    {
        var type = context.TypeInfo.Type;
        var underlying = Nullable.GetUnderlyingType(type) ?? type;
        JsonNode Typed(string name) => underlying == type ? name : new JsonArray(name, "null");
        if (underlying == typeof(decimal))
        {
            return new JsonObject { ["type"] = Typed("number") };
        }

        return underlying == typeof(DateTimeOffset)
            ? new JsonObject { ["type"] = Typed("string"), ["format"] = "date-time" }
            : schema;
    }

    private static string NameOf(Type type) =>
        type.IsGenericType
            ? type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]
                + "Of"
                + string.Concat(type.GetGenericArguments().Select(NameOf))
            : type.Name;
}
