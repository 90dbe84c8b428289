using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using AgentTrader.Services.Notifications.Slack;
using AgentTrader.Testing;

namespace AgentTrader.Functions.Tests.Oversight;

/// <summary>What Slack sends, or what somebody sends who would like to be Slack.</summary>
/// <param name="Path">Relative to the API.</param>
/// <param name="Body">As it goes over the line.</param>
/// <param name="ContentType">As Slack names it.</param>
internal sealed record SlackRequest(string Path, string Body, string ContentType = "application/x-www-form-urlencoded")
{
    /// <summary>The click on a button.</summary>
    public static SlackRequest Click(string user, string actionId, string value) =>
        Interaction(
            new
            {
                type = "block_actions",
                user = new { id = user },
                channel = new { id = SlackWorkspace.Approvals },
                // Different each time, as Slack's are.
                trigger_id = Guid.NewGuid().ToString("N"),
                actions = new[] { new { action_id = actionId, value } },
            }
        );

    public static SlackRequest Interaction(object payload) =>
        new("slack/interactivity", "payload=" + WebUtility.UrlEncode(JsonSerializer.Serialize(payload)));

    public static SlackRequest Command(string user, string command) =>
        new(
            "slack/commands",
            $"user_id={user}&channel_id={SlackWorkspace.Approvals}&command={WebUtility.UrlEncode(command)}&text={Guid.NewGuid():N}"
                + "&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2F1"
        );

    public static SlackRequest Event(object body) =>
        new("slack/events", JsonSerializer.Serialize(body), "application/json");

    /// <summary>Signs and sends it, as of now.</summary>
    public Task<Answer> SendAsync(HttpClient http, TimeProvider clock) =>
        SendAsync(http, Timestamp(clock.GetUtcNow()), Sign(Timestamp(clock.GetUtcNow())));

    /// <summary>Sends it with these headers; null leaves one out.</summary>
    public async Task<Answer> SendAsync(HttpClient http, string? timestamp, string? signature, string? body = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/" + Path)
        {
            Content = new StringContent(body ?? Body, Encoding.UTF8, ContentType),
        };
        if (timestamp is not null)
        {
            request.Headers.TryAddWithoutValidation("X-Slack-Request-Timestamp", timestamp);
        }

        if (signature is not null)
        {
            request.Headers.TryAddWithoutValidation("X-Slack-Signature", signature);
        }

        using var response = await http.SendAsync(request);
        var bytes = await response.Content.ReadAsByteArrayAsync();
        return new(
            (int)response.StatusCode,
            bytes.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(bytes),
            response.Content.Headers.ContentType?.MediaType,
            false
        );
    }

    public string Sign(string timestamp, string? secret = null) =>
        SlackSignature.Of(secret ?? HostProcess.SlackSigningSecret, timestamp, Encoding.UTF8.GetBytes(Body));

    public static string Timestamp(DateTimeOffset at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}
