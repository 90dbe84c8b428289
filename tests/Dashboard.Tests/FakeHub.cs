using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Playwright;

namespace AgentTrader.Dashboard.Tests;

/// <summary>The server's end of the live connection, spoken in SignalR's JSON protocol.</summary>
public sealed class FakeHub
{
    private const char EndOfRecord = '\u001e';
    private const string Place = "/client/";
    private readonly ConcurrentStack<IWebSocketRoute> connections = new();
    private readonly FakeApi api;

    private FakeHub(FakeApi api) => this.api = api;

    /// <summary>Makes the API negotiate to a hub that accepts every connection.</summary>
    public static async Task<FakeHub> AttachAsync(FakeApi api, IPage page)
    {
        var hub = new FakeHub(api);
        await page.RouteAsync($"**{Place}negotiate**", hub.NegotiateAsync);
        await page.RouteWebSocketAsync(url => url.Contains(Place, StringComparison.Ordinal), hub.Accept);
        hub.Open();
        return hub;
    }

    public void Open() =>
        api.On(
            "POST /realtime/negotiate",
            request => FakeAnswer.Json(new { url = new Uri(request.Uri, Place), accessToken = "hub-token" })
        );

    /// <summary>Pushes one event to the page that connected last.</summary>
    public void Push(string type, object data) =>
        Send(
            new
            {
                type = 1,
                target = "event",
                arguments = new[]
                {
                    new
                    {
                        type,
                        agentId = Samples.AgentId,
                        timestamp = Samples.Now,
                        data,
                    },
                },
            }
        );

    /// <summary>Drops the connection, and refuses new ones until <see cref="Open"/>.</summary>
    public async Task BreakAsync()
    {
        api.On("POST /realtime/negotiate", _ => FakeAnswer.Problem(409, "The hub is away."));
        if (connections.TryPeek(out var connection))
        {
            await connection.CloseAsync();
        }
    }

    private void Accept(IWebSocketRoute connection)
    {
        connections.Push(connection);
        connection.OnMessage(frame =>
        {
            if (frame.Text?.Contains("\"protocol\"", StringComparison.Ordinal) == true)
            {
                connection.Send("{}" + EndOfRecord);
            }
        });
    }

    private void Send(object message)
    {
        Assert.True(connections.TryPeek(out var connection), "The page is not connected.");
        connection.Send(JsonSerializer.Serialize(message, JsonSerializerOptions.Web) + EndOfRecord);
    }

    private Task NegotiateAsync(IRoute route) =>
        route.FulfillAsync(
            new()
            {
                ContentType = "application/json",
                Body = """
                {
                  "negotiateVersion": 1, "connectionId": "c", "connectionToken": "c",
                  "availableTransports": [{ "transport": "WebSockets", "transferFormats": ["Text"] }]
                }
                """,
            }
        );
}
