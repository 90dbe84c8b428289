using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace AgentTrader.Functions.Tests;

/// <summary>Speaks to the API as one user. Paths are relative to <c>/api/v1/</c>.</summary>
/// <param name="http">The host.</param>
/// <param name="userId">Who the tokens name.</param>
/// <param name="token">Makes the token of the next request, or null for none.</param>
public sealed class ApiClient(HttpClient http, string userId, Func<string?> token)
{
    public string UserId => userId;

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<Answer> PostAsync(string path, object? body = null, string? key = null) =>
        SendAsync(HttpMethod.Post, path, body, key);

    public Task<Answer> PatchAsync(string path, object body) => SendAsync(HttpMethod.Patch, path, body);

    public Task<Answer> PutAsync(string path, object body) => SendAsync(HttpMethod.Put, path, body);

    public Task<Answer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path);

    /// <param name="method">The method.</param>
    /// <param name="path">Relative to the API.</param>
    /// <param name="body">An object to send as JSON, or a text that is sent as it is.</param>
    /// <param name="key">The Idempotency-Key.</param>
    /// <param name="serviceToken">Speaks as another system.</param>
    public async Task<Answer> SendAsync(
        HttpMethod method,
        string path,
        object? body = null,
        string? key = null,
        string? serviceToken = null
    )
    {
        using var request = new HttpRequestMessage(method, "api/v1/" + path);
        if (body is not null)
        {
            var text = body as string ?? JsonSerializer.Serialize(body, JsonSerializerOptions.Web);
            request.Content = new StringContent(text, Encoding.UTF8, "application/json");
        }

        if (token() is { } bearer)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        }

        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        if (serviceToken is not null)
        {
            request.Headers.Add("x-service-token", serviceToken);
        }

        using var response = await http.SendAsync(request);
        var bytes = await response.Content.ReadAsByteArrayAsync();
        return new(
            (int)response.StatusCode,
            bytes.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(bytes),
            response.Content.Headers.ContentType?.MediaType,
            response.Headers.Contains("idempotency-replayed")
        );
    }
}
