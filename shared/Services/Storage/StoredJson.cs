using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentTrader.Services.Storage;

/// <summary>
/// How values are written to rows and messages. Reading is strict, so a message of a foreign shape is refused and not
/// half understood; nulls are written, because a member that is missing is such a shape.
/// </summary>
public static class StoredJson
{
    public static JsonSerializerOptions Options { get; } =
        new(JsonSerializerDefaults.General)
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
        };
}
