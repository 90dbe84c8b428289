using System.Text.Json;

namespace AgentTrader.Services;

/// <summary>The words that the API uses for an enum, in the order of its values.</summary>
public static class EnumWords
{
    public static string[] Of(Type enumType) =>
        Array.ConvertAll(Enum.GetNames(enumType), JsonNamingPolicy.SnakeCaseLower.ConvertName);
}
