using System.Text.Json;
using System.Text.Json.Nodes;
using AgentTrader.Services.Identity;

namespace AgentTrader.Functions.Tests.Fuzz;

/// <summary>Bodies as their schema has them. Names give the hints that a schema cannot, so that most are accepted.</summary>
internal static class ValidBody
{
    private static readonly string[] Symbols = ["SPY", "AAPL", "MSFT", "NVDA", "BRK.B", "ZZZZ"];

    /// <summary>A value of the schema.</summary>
    public static JsonNode? Of(JsonElement schema, Random random, string name = "")
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return random.Next(100);
        }

        if (schema.TryGetProperty("enum", out var words))
        {
            var word = words[random.Next(words.GetArrayLength())];
            return word.ValueKind == JsonValueKind.Null ? null : word.GetString();
        }

        return TypeOf(schema, random) switch
        {
            "object" => Object(schema, random),
            "array" => Array(schema, random, name),
            "integer" or "number" => Number(name, random),
            "boolean" => random.Next(4) == 0,
            "null" => null,
            _ => Text(name, random),
        };
    }

    private static string TypeOf(JsonElement schema, Random random)
    {
        if (!schema.TryGetProperty("type", out var type))
        {
            return "string";
        }

        if (type.ValueKind == JsonValueKind.String)
        {
            return type.GetString()!;
        }

        var types = type.EnumerateArray().Select(each => each.GetString()!).ToArray();
        return random.Next(4) == 0 ? types[^1] : types[0];
    }

    private static JsonObject Object(JsonElement schema, Random random)
    {
        var value = new JsonObject();
        if (!schema.TryGetProperty("properties", out var properties))
        {
            return value;
        }

        var required = schema.TryGetProperty("required", out var names)
            ? names.EnumerateArray().Select(each => each.GetString()!).ToHashSet()
            : [];
        foreach (var property in properties.EnumerateObject())
        {
            if (required.Contains(property.Name) || random.Next(6) == 0)
            {
                value[property.Name] = Of(property.Value, random, property.Name);
            }
        }

        return value;
    }

    private static JsonArray Array(JsonElement schema, Random random, string name)
    {
        var array = new JsonArray();
        var items = schema.TryGetProperty("items", out var described) ? described : default;
        for (var count = random.Next(4); count > 0; count--)
        {
            array.Add(Of(items, random, name));
        }

        return array;
    }

    private static JsonValue Number(string name, Random random) =>
        name switch
        {
            "riskTolerance" => JsonValue.Create(random.Next(1, 11)),
            "quantity" => JsonValue.Create(random.Next(1, random.Next(10) == 0 ? 2000 : 20)),
            "initialBudget" => JsonValue.Create(random.Next(10_000, 100_001)),
            "limitPrice" => JsonValue.Create(random.Next(1, 100_000) / 100m),
            _ => JsonValue.Create(random.Next(1, 100_000)),
        };

    private static string Text(string name, Random random) =>
        name switch
        {
            "symbol" or "assetPreferences" => Symbols[random.Next(Symbols.Length)],
            "email" => "viewer@demo.local",
            "password" => DemoUsers.Password,
            "start" => "09:30",
            "end" => "16:00",
            "timezone" or "timeZone" => "America/New_York",
            _ => $"words {random.Next(1000)}",
        };
}
