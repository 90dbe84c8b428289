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
    private const double MaxFactor = 100;
    private const decimal MaxAmount = 1_000_000m;
    private const int MaxCount = 1000;
    private static readonly TimeSpan MaxTime = TimeSpan.FromDays(366);

    /// <summary>The parts of 1 whose names do not end in Pct, as most do.</summary>
    private static readonly HashSet<string> Parts =
    [
        "pairCorrelationLimit",
        "downgradeWinRate",
        "downgradeDrawdown",
        "upgradeWinRate",
        "upgradeDrawdown",
        "replacementEdge",
        "correlationShrinkFrom",
        "correlationRejectFrom",
        "heatTightenFrom",
    ];

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
            else if (Read(given, setting.PropertyType) is not { } value || !IsInRange(name, value))
            {
                errors.Add(new(path, $"This setting takes {Expected(setting)}."));
            }
            else
            {
                // Written anew, so that what is stored is short, however it was sent.
                merged[name] = JsonSerializer.SerializeToNode(value, setting.PropertyType, StoredJson.Options);
            }
        }

        var result = merged.Deserialize<EngineConfig>(StoredJson.Options)!;
        if (result.CorrelationShrinkFrom >= result.CorrelationRejectFrom)
        {
            errors.Add(new("config.correlationShrinkFrom", "Shrinking begins below correlationRejectFrom."));
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

    private static bool IsInRange(string name, object value) =>
        value switch
        {
            double number => double.IsFinite(number) && number >= 0 && number <= (IsPart(name) ? 1 : MaxFactor),
            decimal amount => amount >= 0 && amount <= (IsPart(name) ? 1 : MaxAmount),
            int count => count >= LeastOf(name) && count <= MaxCount,
            TimeSpan time => time >= TimeSpan.FromSeconds(LeastOf(name)) && time <= LongestOf(name),
            System.Collections.ICollection list => list.Count is > 0 and <= 8,
            _ => true,
        };

    private static string Expected(JsonPropertyInfo setting)
    {
        var type = Nullable.GetUnderlyingType(setting.PropertyType) ?? setting.PropertyType;
        return type == typeof(bool) ? "true or false"
            : type == typeof(int) ? $"a whole number from {LeastOf(setting.Name)} to {MaxCount}"
            : type == typeof(TimeSpan)
                ? $"a time from {TimeSpan.FromSeconds(LeastOf(setting.Name)):c} to {LongestOf(setting.Name):c}, as \"00:15:00\""
            : type == typeof(RiskTier) ? "one of conservative, moderate, aggressive"
            : type == typeof(double) || type == typeof(decimal)
                ? IsPart(setting.Name) ? "a number from 0 to 1"
                    : type == typeof(double) ? $"a number from 0 to {MaxFactor}"
                    : $"a number from 0 to {MaxAmount:N0}"
            : "a list of 1 to 8 of trend, momentum, mean_reversion, breakout, micro";
    }

    private static bool IsPart(string name) => name.EndsWith("Pct", StringComparison.Ordinal) || Parts.Contains(name);

    /// <summary>An entry has at least one step, and steps are apart.</summary>
    private static int LeastOf(string name) => name is "tranches" or "trancheInterval" ? 1 : 0;

    /// <summary>Less than half a half day, or the window would never open.</summary>
    private static TimeSpan LongestOf(string name) => name == "windowMargin" ? TimeSpan.FromMinutes(100) : MaxTime;
}
