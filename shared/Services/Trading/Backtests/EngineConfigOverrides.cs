using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using AgentTrader.Core;
using AgentTrader.Core.Trading;
using AgentTrader.Services.Storage;

namespace AgentTrader.Services.Trading.Backtests;

/// <summary>Settings of the engine by their camelCase names, over the defaults of <see cref="EngineConfig"/>.</summary>
public static class EngineConfigOverrides
{
    private static readonly Dictionary<string, JsonPropertyInfo> Settings = StoredJson
        .Options.GetTypeInfo(typeof(EngineConfig))
        .Properties.Where(property => property.Set is not null)
        .ToDictionary(property => property.Name);

    /// <summary>The defaults with these settings changed; each that is unknown or wrong is added to the errors.</summary>
    public static EngineConfig Apply(IReadOnlyDictionary<string, JsonElement>? config, ICollection<FieldError> errors)
    {
        var merged = (JsonObject)JsonSerializer.SerializeToNode(EngineConfig.Default, StoredJson.Options)!;
        foreach (var (name, given) in config ?? new Dictionary<string, JsonElement>())
        {
            var path = $"config.{(name.Length <= 64 ? name : name[..64] + "…")}";
            if (!Settings.TryGetValue(name, out var setting))
            {
                errors.Add(
                    new(path, $"The engine has no such setting: it has {string.Join(", ", Settings.Keys.Order())}.")
                );
            }
            else if (Read(given, setting.PropertyType) is not { } value)
            {
                errors.Add(new(path, $"This setting takes {Expected(setting.PropertyType)}."));
            }
            else
            {
                // Written anew, so that what is stored is short, however it was sent.
                merged[name] = JsonSerializer.SerializeToNode(value, setting.PropertyType, StoredJson.Options);
            }
        }

        var result = merged.Deserialize<EngineConfig>(StoredJson.Options)!;
        foreach (var error in EngineConfigRules.Validate(result))
        {
            errors.Add(error with { Field = "config." + error.Field });
        }

        return result;
    }

    /// <summary>The settings as <see cref="Apply"/> understood them, in as few characters as they need.</summary>
    public static IReadOnlyDictionary<string, JsonElement>? Normalize(
        IReadOnlyDictionary<string, JsonElement>? config,
        EngineConfig applied
    )
    {
        var all = JsonSerializer.SerializeToElement(applied, StoredJson.Options);
        return config?.Keys.ToDictionary(name => name, all.GetProperty);
    }

    private static object? Read(JsonElement given, Type type)
    {
        try
        {
            return given.Deserialize(type, StoredJson.Options);
        }
        // InvalidOperationException: text with half a surrogate pair.
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string Expected(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain == typeof(bool) ? "true or false"
            : plain == typeof(int) ? "a whole number"
            : plain == typeof(TimeSpan) ? "a time, as \"00:15:00\""
            : plain.IsEnum ? $"one of {string.Join(", ", EnumWords.Of(plain))}"
            : plain.IsPrimitive || plain == typeof(decimal) ? "a number"
            : "a list of trend, momentum, mean_reversion, breakout";
    }
}
