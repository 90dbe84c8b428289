using System.Net.Http.Json;
using System.Text.Json;

namespace AgentTrader.Testing;

/// <summary>The emulated Slack workspace of a running host, used as its page uses it: as one of its people.</summary>
public sealed class SlackWorkspace(HttpClient http)
{
    public const string Approver = "U00APPROVER";
    public const string Admin = "U00ADMIN";
    public const string Trader = "U00TRADER";

    /// <summary>Nobody whom the product knows.</summary>
    public const string Stranger = "U00GUEST";

    public const string Approvals = "C00APPROVALS";
    public const string Urgent = "C00URGENT";

    /// <summary>What a person sees in a channel, oldest first.</summary>
    public async Task<IReadOnlyList<JsonElement>> MessagesAsync(string user, string channel = Approvals)
    {
        var state = await StateAsync(user);
        var found = state
            .GetProperty("channels")
            .EnumerateArray()
            .Single(known => known.GetProperty("id").GetString() == channel);
        return [.. found.GetProperty("messages").EnumerateArray()];
    }

    /// <summary>Waits for a message whose JSON holds all of the texts, and gives the last such.</summary>
    public async Task<JsonElement> MessageAsync(string user, string channel, params string[] texts)
    {
        var messages = await Eventually.GetAsync(
            () => MessagesAsync(user, channel),
            seen => seen.Any(message => Holds(message, texts))
        );
        return messages.Last(message => Holds(message, texts));
    }

    /// <summary>Clicks a button of a message; gives the warning that the person sees, or null.</summary>
    public Task<string?> ClickAsync(string user, JsonElement message, string actionId) =>
        ActAsync(
            "click",
            new
            {
                user,
                channel = message.GetProperty("channel").GetString(),
                ts = message.GetProperty("ts").GetString(),
                actionId,
            }
        );

    /// <summary>Waits for the form that a person has open.</summary>
    public async Task<JsonElement> FormAsync(string user) =>
        (
            await Eventually.GetAsync(
                () => StateAsync(user),
                state => state.GetProperty("form").ValueKind == JsonValueKind.Object
            )
        ).GetProperty("form");

    /// <summary>The form that a person has open; null for none.</summary>
    public async Task<JsonElement?> FindFormAsync(string user) =>
        (await StateAsync(user)).GetProperty("form") is { ValueKind: JsonValueKind.Object } form ? form : null;

    /// <summary>Fills in the one field of the form that is open, and submits it.</summary>
    public Task<string?> SubmitAsync(string user, string field, string value) =>
        ActAsync("submit", new { user, values = new Dictionary<string, string> { [field] = value } });

    /// <summary>Types a command, or a message.</summary>
    public Task<string?> SayAsync(string user, string text, string channel = Approvals) =>
        ActAsync(
            "say",
            new
            {
                user,
                channel,
                text,
            }
        );

    /// <summary>Takes Slack away, or gives it back: down, limited, none.</summary>
    public Task<string?> OutageAsync(string outage) => ActAsync("outage", new { user = Admin, outage });

    private static bool Holds(JsonElement message, string[] texts)
    {
        var json = message.GetRawText();
        return Array.TrueForAll(texts, text => json.Contains(text, StringComparison.Ordinal));
    }

    private async Task<JsonElement> StateAsync(string user) =>
        await http.GetFromJsonAsync<JsonElement>($"emulator/slack/state?user={user}");

    private async Task<string?> ActAsync(string what, object body)
    {
        using var response = await http.PostAsJsonAsync("emulator/slack/" + what, body);
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("warning").GetString();
    }
}
