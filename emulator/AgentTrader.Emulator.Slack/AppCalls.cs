using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace AgentTrader.Emulator.Slack;

/// <summary>
/// Sends the app what Slack would: signed, and given up after three seconds. The answer's status and body come back; status 0
/// when the app did not answer in time.
/// </summary>
internal sealed class AppCalls(WorkspaceSettings settings, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private readonly HttpClient http = new() { BaseAddress = settings.App, Timeout = Patience };

    public Task<(int Status, string Body)> InteractAsync(JsonObject payload, CancellationToken cancellationToken) =>
        SendAsync(
            "api/v1/slack/interactivity",
            Form([new("payload", payload.ToJsonString())]),
            "application/x-www-form-urlencoded",
            cancellationToken
        );

    public Task<(int Status, string Body)> CommandAsync(
        IReadOnlyDictionary<string, string> fields,
        CancellationToken cancellationToken
    ) => SendAsync("api/v1/slack/commands", Form(fields), "application/x-www-form-urlencoded", cancellationToken);

    public Task<(int Status, string Body)> EventAsync(JsonObject body, CancellationToken cancellationToken) =>
        SendAsync("api/v1/slack/events", body.ToJsonString(), "application/json", cancellationToken);

    public void Dispose() => http.Dispose();

    private async Task<(int Status, string Body)> SendAsync(
        string path,
        string body,
        string contentType,
        CancellationToken cancellationToken
    )
    {
        var timestamp = clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(body, Encoding.UTF8, contentType),
            Headers =
            {
                { "User-Agent", "Slackbot 1.0 (the emulated workspace)" },
                { "X-Slack-Request-Timestamp", timestamp },
                { "X-Slack-Signature", Signature(timestamp, body) },
            },
        };
        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken));
        }
        catch (Exception failure)
            when (failure is HttpRequestException
                || (failure is TaskCanceledException { InnerException: TimeoutException })
            )
        {
            return (0, "");
        }
    }

    private string Signature(string timestamp, string body) =>
        "v0="
        + Convert.ToHexStringLower(
            HMACSHA256.HashData(
                Encoding.UTF8.GetBytes(settings.SigningSecret),
                Encoding.UTF8.GetBytes($"v0:{timestamp}:{body}")
            )
        );

    private static string Form(IEnumerable<KeyValuePair<string, string>> fields) =>
        string.Join('&', fields.Select(field => $"{field.Key}={WebUtility.UrlEncode(field.Value)}"));
}
