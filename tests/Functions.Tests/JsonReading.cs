using System.Text.Json;

namespace AgentTrader.Functions.Tests;

/// <summary>Members of an answer, in few words.</summary>
internal static class JsonReading
{
    public static string Text(this JsonElement json, string member) => json.GetProperty(member).GetString()!;

    public static long Number(this JsonElement json, string member) => json.GetProperty(member).GetInt64();
}
