using System.Text.Json;

namespace AgentTrader.Functions.Tests.Fuzz;

/// <summary>One operation of <c>openapi.json</c>: what a request to it looks like when nobody means harm.</summary>
/// <param name="Method">In capitals.</param>
/// <param name="Path">With its parameters in braces.</param>
/// <param name="Queries">The names of its query parameters.</param>
/// <param name="Body">The schema of its body, or null.</param>
internal sealed record ApiRoute(string Method, string Path, string[] Queries, JsonElement? Body)
{
    /// <summary>All operations that a host describes.</summary>
    public static ApiRoute[] ReadAll(JsonElement document)
    {
        var schemas = document.GetProperty("components").GetProperty("schemas");
        return
        [
            .. document
                .GetProperty("paths")
                .EnumerateObject()
                .SelectMany(path =>
                    path.Value.EnumerateObject().Select(operation => Read(path.Name, operation, schemas))
                ),
        ];
    }

    private static ApiRoute Read(string path, JsonProperty operation, JsonElement schemas)
    {
        var queries = operation
            .Value.GetProperty("parameters")
            .EnumerateArray()
            .Where(parameter => parameter.GetProperty("in").GetString() == "query")
            .Select(parameter => parameter.GetProperty("name").GetString()!);
        JsonElement? body = null;
        if (operation.Value.TryGetProperty("requestBody", out var described))
        {
            var reference = described
                .GetProperty("content")
                .GetProperty("application/json")
                .GetProperty("schema")
                .GetProperty("$ref")
                .GetString()!;
            body = schemas.GetProperty(reference[(reference.LastIndexOf('/') + 1)..]);
        }

        return new(operation.Name.ToUpperInvariant(), path, [.. queries], body);
    }
}
