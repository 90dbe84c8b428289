using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.Azure.SignalR.Management;

namespace AgentTrader.Emulator.Tests.SignalR;

/// <summary>A client of the JSON hub protocol over a WebSocket: negotiates with the service, then connects.</summary>
internal sealed class HubClient : IAsyncDisposable
{
    private const char RecordSeparator = '\u001e';
    private readonly ClientWebSocket socket = new();
    private readonly Queue<string> frames = new();

    private HubClient() { }

    public string ConnectionId { get; private set; } = "";

    /// <summary>Connects as the user and returns once the service counts the connection.</summary>
    public static async Task<HubClient> ConnectAsync(
        ServiceHubContext hub,
        string user,
        Action<NegotiationOptions>? configure = null
    )
    {
        var options = new NegotiationOptions { UserId = user };
        configure?.Invoke(options);
        var client = await OpenAsync(await hub.NegotiateAsync(options, Token));

        // The service counts a connection after the handshake and before it reads the first invocation.
        await client.SendAsync("""{"type":1,"invocationId":"0","target":"none","arguments":[]}""");
        Assert.Equal(3, (await client.ReadAsync()).GetProperty("type").GetInt32());
        return client;
    }

    /// <summary>Asks the service for a connection, as a client does with what the application's own endpoint gave it.</summary>
    public static async Task<HttpResponseMessage> NegotiateAsync(NegotiationResponse access)
    {
        using var http = new HttpClient();
        var url =
            access.Url!.Replace("/client/", "/client/negotiate", StringComparison.Ordinal) + "&negotiateVersion=1";
        using var request = new HttpRequestMessage(HttpMethod.Post, url);
        request.Headers.Authorization = new("Bearer", access.AccessToken);
        return await http.SendAsync(request, Token);
    }

    public ValueTask DisposeAsync()
    {
        socket.Abort();
        socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task<HubClient> OpenAsync(NegotiationResponse access)
    {
        using var response = await NegotiateAsync(access);
        var negotiated = await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(Token);
        var client = new HubClient { ConnectionId = negotiated.GetProperty("connectionId").GetString()! };
        var url =
            access.Url!.Replace("http", "ws", StringComparison.Ordinal)
            + $"&id={negotiated.GetProperty("connectionToken").GetString()}&access_token={access.AccessToken}";
        await client.socket.ConnectAsync(new Uri(url), Token);
        await client.SendAsync("""{"protocol":"json","version":1}""");
        Assert.Equal("{}", await client.ReadFrameAsync());
        return client;
    }

    public Task SendAsync(string json) =>
        socket.SendAsync(
            Encoding.UTF8.GetBytes(json + RecordSeparator),
            WebSocketMessageType.Text,
            endOfMessage: true,
            Token
        );

    /// <summary>The next message that is not a ping, as the protocol has it.</summary>
    public async Task<JsonElement> ReadAsync()
    {
        while (true)
        {
            var message = JsonSerializer.Deserialize<JsonElement>(await ReadFrameAsync());
            if (message.GetProperty("type").GetInt32() != 6)
            {
                return message;
            }
        }
    }

    /// <summary>The next invocation's target and its arguments, as text.</summary>
    public async Task<string> ReadInvocationAsync()
    {
        var message = await ReadAsync();
        return message.GetProperty("target").GetString() + message.GetProperty("arguments").GetRawText();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private async Task<string> ReadFrameAsync()
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Token);
        deadline.CancelAfter(TimeSpan.FromSeconds(20));
        var buffer = new byte[64 * 1024];
        var text = new StringBuilder();
        while (frames.Count == 0)
        {
            var result = await socket.ReceiveAsync(buffer, deadline.Token);
            if (result.MessageType == WebSocketMessageType.Close)
            {
                throw new WebSocketException("The service closed the connection.");
            }

            text.Append(Encoding.UTF8.GetString(buffer, 0, result.Count));
            if (text[^1] == RecordSeparator)
            {
                var records = text.ToString().Split(RecordSeparator, StringSplitOptions.RemoveEmptyEntries);
                Array.ForEach(records, frames.Enqueue);
            }
        }

        return frames.Dequeue();
    }
}
