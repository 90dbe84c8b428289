using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Web;
using AgentTrader.Emulator.Slack;
using AgentTrader.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AgentTrader.Emulator.Tests.Slack;

/// <summary>The emulated workspace and an app that answers it as the test says, on one free port.</summary>
internal sealed class RunningSlack : IAsyncDisposable
{
    public const string Token = "xoxb-test";
    public const string Secret = "the secret of the tests";
    private static int count;
    private readonly WebApplication app;

    private RunningSlack(WebApplication app, string origin, string instance)
    {
        this.app = app;
        Instance = instance;
        Http = new HttpClient { BaseAddress = new Uri(origin) };
        People = new SlackWorkspace(Http);
    }

    public string Instance { get; }

    public HttpClient Http { get; }

    /// <summary>The page, without a browser.</summary>
    public SlackWorkspace People { get; }

    public ManualTimeProvider Clock => (ManualTimeProvider)app.Services.GetRequiredService<TimeProvider>();

    /// <summary>What the app was sent: path, headers, body.</summary>
    public ConcurrentQueue<(string Path, IReadOnlyDictionary<string, string> Headers, string Body)> Received { get; } =
        new();

    /// <summary>What the app answers: a status and a body.</summary>
    public (int Status, string Body) Answer { get; set; } = (200, "");

    public static async Task<RunningSlack> StartAsync(AzuriteFixture azurite, string? instance = null)
    {
        instance ??= $"slack-{Interlocked.Increment(ref count)}";
        var origin = $"http://127.0.0.1:{Azurite.FreePorts(1)[0]}";
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection([
            new("Slack:BaseUrl", origin + "/emulator/slack/api"),
            new("Slack:BotToken", Token),
            new("Slack:SigningSecret", Secret),
            new("AzureWebJobsStorage", azurite.ConnectionString),
            new("InstanceName", instance),
        ]);
        builder.Services.AddSingleton<TimeProvider>(
            new ManualTimeProvider(new DateTimeOffset(2026, 3, 2, 14, 30, 0, TimeSpan.Zero))
        );
        var extension = new SlackExtension();
        extension.ConfigureServices(builder.Services, builder.Configuration);
        var app = builder.Build();
        extension.MapEndpoints(app);
        app.Urls.Add(origin);
        var running = new RunningSlack(app, origin, instance);
        app.MapPost("/api/v1/slack/{what}", running.ReceiveAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return running;
    }

    /// <summary>Calls a method of the Web API.</summary>
    public async Task<JsonElement> CallAsync(string method, object body, string? token = Token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "emulator/slack/api/" + method)
        {
            Content = JsonContent.Create(body),
        };
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        using var response = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        return await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
    }

    /// <summary>Calls a method that must refuse, and gives Slack's word for why.</summary>
    public async Task<string?> ErrorAsync(string method, object body, string? token = Token)
    {
        var answer = await CallAsync(method, body, token);
        Assert.False(answer.GetProperty("ok").GetBoolean(), answer.ToString());
        return answer.GetProperty("error").GetString();
    }

    /// <summary>The payload of the last interaction that the app was sent.</summary>
    public JsonNode LastPayload() => JsonNode.Parse(HttpUtility.ParseQueryString(Received.Last().Body)["payload"]!)!;

    public static string Now(TimeProvider clock) =>
        clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.StopAsync(new CancellationToken(canceled: true));
        await app.DisposeAsync();
    }

    private async Task ReceiveAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        // The server takes its own back for the next request.
        var headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString());
        Received.Enqueue((context.Request.Path, headers, await reader.ReadToEndAsync()));
        context.Response.StatusCode = Answer.Status;
        await context.Response.WriteAsync(Answer.Body);
    }
}
