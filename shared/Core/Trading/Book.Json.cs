using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentTrader.Core.Trading;

public sealed partial record Book
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>The book as it is stored: the same book gives the same text.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>Reads what <see cref="ToJson"/> wrote and checks it.</summary>
    /// <exception cref="JsonException">The text is not a book.</exception>
    /// <exception cref="InvalidOperationException">The book it holds was damaged.</exception>
    public static Book FromJson(string json) =>
        (
            JsonSerializer.Deserialize<Book>(json, Json) ?? throw new JsonException("The text is no book but null.")
        ).Assert();
}
