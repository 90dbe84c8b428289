using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using AgentTrader.Core.Trading;

namespace AgentTrader.Services;

/// <summary>
/// The JSON of the API and of the events: camelCase, enums as snake_case words, instants in ISO 8601 UTC, nulls kept. A
/// <see cref="decimal"/> is money and is written with exactly two decimals; one marked <see cref="PriceAttribute"/> with two to four.
/// Input is strict: unknown, missing, repeated and wrongly typed members are refused.
/// </summary>
public static class ApiJson
{
    /// <summary>The deepest nesting that input may have.</summary>
    public const int MaxDepth = 32;

    public static JsonSerializerOptions Options { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DictionaryKeyPolicy = null,
            NumberHandling = JsonNumberHandling.Strict,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            AllowDuplicateProperties = false,
            MaxDepth = MaxDepth,
            // Safe because every answer says application/json and nosniff; keeps names and reasoning readable.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { ShowPartsExactly } },
            Converters =
            {
                new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false),
                new InstantJsonConverter(),
                new DecimalJsonConverter("F2"),
            },
        };
        options.MakeReadOnly();
        return options;
    }

    /// <summary>The engine's decimals are parts of 1 as a rule: two decimals would round 0.125 away.</summary>
    private static void ShowPartsExactly(JsonTypeInfo info)
    {
        if (info.Type == typeof(EngineConfig))
        {
            foreach (var property in info.Properties.Where(property => property.PropertyType == typeof(decimal)))
            {
                property.CustomConverter = new DecimalJsonConverter("0.00##");
            }
        }
    }
}
