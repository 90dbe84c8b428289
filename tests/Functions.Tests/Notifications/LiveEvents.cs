using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace AgentTrader.Functions.Tests.Notifications;

/// <summary>An open dashboard: negotiates as the browser does, and listens over a WebSocket by SignalR's JSON protocol.</summary>
internal sealed class LiveEvents : IAsyncDisposable
{
    private const char RecordSeparator = '\u001e';
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly ClientWebSocket socket = new();
    private readonly List<JsonElement> seen = [];
    private readonly Queue<string> records = new();

    private LiveEvents() { }

    /// <summary>Every event that has come so far.</summary>
    public IReadOnlyList<JsonElement> Seen => seen;

    public static async Task<LiveEvents> ConnectAsync(ApiClient user)
    {
        var access = await user.PostAsync("realtime/negotiate");
        Assert.True(access.Status == 200, access.ToString());
        var (url, token) = (access["url"], access["accessToken"]);
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(
            HttpMethod.Post,
            url.Replace("/client/", "/client/negotiate", StringComparison.Ordinal) + "&negotiateVersion=1"
        );
        request.Headers.Authorization = new("Bearer", token);
        using var response = await http.SendAsync(request);
        var connection = await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
        var live = new LiveEvents();
        var address =
            url.Replace("http", "ws", StringComparison.Ordinal)
            + $"&id={connection.GetProperty("connectionToken").GetString()}&access_token={token}";
        await live.socket.ConnectAsync(new Uri(address), CancellationToken.None);
        await live.SendAsync("""{"protocol":"json","version":1}""");
        Assert.Equal("{}", await live.ReadRecordAsync());
        // The service counts a connection before it answers its first invocation.
        await live.SendAsync("""{"type":1,"invocationId":"0","target":"none","arguments":[]}""");
        await live.ReadAsync(type: 3);
        return live;
    }

    /// <summary>Waits for an event of this type about this agent, past any others, which stay in <see cref="Seen"/>.</summary>
    public async Task<JsonElement> NextAsync(string type, string agentId)
    {
        while (true)
        {
            var message = (await ReadAsync(type: 1)).GetProperty("arguments")[0];
            seen.Add(message);
            if (
                message.GetProperty("type").GetString() == type
                && message.GetProperty("agentId").GetString() == agentId
            )
            {
                return message;
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        socket.Abort();
        socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task SendAsync(string json) =>
        socket.SendAsync(
            Encoding.UTF8.GetBytes(json + RecordSeparator),
            WebSocketMessageType.Text,
            endOfMessage: true,
            CancellationToken.None
        );

    private async Task<JsonElement> ReadAsync(int type)
    {
        while (true)
        {
            var message = JsonSerializer.Deserialize<JsonElement>(await ReadRecordAsync());
            if (message.GetProperty("type").GetInt32() == type)
            {
                return message;
            }
        }
    }

    private async Task<string> ReadRecordAsync()
    {
        using var deadline = new CancellationTokenSource(Patience);
        var buffer = new byte[64 * 1024];
        var text = new StringBuilder();
        while (records.Count == 0)
        {
            var result = await socket.ReceiveAsync(buffer, deadline.Token);
            text.Append(Encoding.UTF8.GetString(buffer, 0, result.Count));
            if (text[^1] == RecordSeparator)
            {
                var complete = text.ToString().Split(RecordSeparator, StringSplitOptions.RemoveEmptyEntries);
                Array.ForEach(complete, records.Enqueue);
            }
        }

        return records.Dequeue();
    }
}
