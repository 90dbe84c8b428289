using System.Text.Json;

namespace AgentTrader.Dashboard.Tests;

/// <summary>One request that the page sent to the API.</summary>
public sealed record FakeRequest(string Operation, Uri Uri, IReadOnlyDictionary<string, string> Headers, string? Body)
{
    /// <summary>A member of the JSON body, as text.</summary>
    public string? Member(string name) =>
        JsonDocument.Parse(Body ?? "{}").RootElement.TryGetProperty(name, out var value) ? value.ToString() : null;
}
