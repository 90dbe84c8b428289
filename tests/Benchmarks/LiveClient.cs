using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace AgentTrader.Benchmarks;

/// <summary>A dashboard's live connection: the JSON hub protocol of SignalR over a WebSocket, and no more of it.</summary>
internal sealed class LiveClient : IDisposable
{
    private const byte RecordSeparator = 0x1e;
    private static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(10);
    private readonly ClientWebSocket socket = new();
    private int received;

    /// <summary>Events received so far.</summary>
    public int Received => Volatile.Read(ref received);

    public bool IsOpen => socket.State == WebSocketState.Open;

    /// <summary>Connects as the desk's user.</summary>
    /// <param name="desk">Whose dashboard it is.</param>
    /// <param name="heard">Called with each event, or null where counting them is enough.</param>
    /// <param name="stop">Ends the connection.</param>
    public static async Task<LiveClient> ConnectAsync(Desk desk, Action<JsonElement>? heard, CancellationToken stop)
    {
        var access = await desk.PostAsync("realtime/negotiate", new { });
        var (url, token) = (access.GetProperty("url").GetString()!, access.GetProperty("accessToken").GetString()!);
        var negotiate = url.Replace("/client/", "/client/negotiate", StringComparison.Ordinal) + "&negotiateVersion=1";
        using var request = new HttpRequestMessage(HttpMethod.Post, negotiate);
        request.Headers.Authorization = new("Bearer", token);
        using var response = (await desk.Http.SendAsync(request, stop)).EnsureSuccessStatusCode();
        var connection = await response.Content.ReadFromJsonAsync<JsonElement>(stop);
        var client = new LiveClient();
        var address =
            "ws" + url[4..] + $"&id={connection.GetProperty("connectionToken").GetString()}&access_token={token}";
        await client.socket.ConnectAsync(new Uri(address), stop);
        await client.SendAsync("""{"protocol":"json","version":1}""", stop);
        _ = client.ListenAsync(heard, stop);
        _ = client.PingAsync(stop);
        return client;
    }

    public void Dispose() => socket.Dispose();

    private Task SendAsync(string json, CancellationToken stop) =>
        socket.SendAsync(
            (byte[])[.. Encoding.UTF8.GetBytes(json), RecordSeparator],
            WebSocketMessageType.Text,
            endOfMessage: true,
            stop
        );

    private async Task PingAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(PingInterval);
        try
        {
            while (await timer.WaitForNextTickAsync(stop) && IsOpen)
            {
                await SendAsync("""{"type":6}""", stop);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or WebSocketException) { }
    }

    private async Task ListenAsync(Action<JsonElement>? heard, CancellationToken stop)
    {
        var buffer = new byte[8 * 1024];
        var record = new MemoryStream();
        try
        {
            while (IsOpen)
            {
                var result = await socket.ReceiveAsync(buffer, stop);
                for (var i = 0; i < result.Count; i++)
                {
                    if (buffer[i] != RecordSeparator)
                    {
                        record.WriteByte(buffer[i]);
                        continue;
                    }

                    Take(record.ToArray(), heard);
                    record.SetLength(0);
                }
            }
        }
        catch (Exception exception)
            when (exception is OperationCanceledException or WebSocketException or ObjectDisposedException) { }
    }

    private void Take(byte[] record, Action<JsonElement>? heard)
    {
        // Type 1 is an invocation; it is written first.
        if (!record.AsSpan().StartsWith("{\"type\":1,"u8))
        {
            return;
        }

        Interlocked.Increment(ref received);
        heard?.Invoke(JsonSerializer.Deserialize<JsonElement>(record).GetProperty("arguments")[0]);
    }
}
