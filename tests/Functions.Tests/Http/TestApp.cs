using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using AgentTrader.Emulator.Hosting;
using AgentTrader.Functions.Http;
using AgentTrader.Services.Demo;
using AgentTrader.Services.Identity;
using AgentTrader.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace AgentTrader.Functions.Tests.Http;

/// <summary>The kernel and some functions in this process, over the real storage, with a clock that stands still.</summary>
internal sealed class TestApp : IAsyncDisposable
{
    public const string SigningKey = "a signing key for tests, long enough to be one";
    public const string ServiceToken = "a service token for tests";
    private static int instances;
    private readonly FunctionApp app;

    private TestApp(FunctionApp app, ManualTimeProvider clock, string instance)
    {
        this.app = app;
        Clock = clock;
        Instance = instance;
    }

    public ManualTimeProvider Clock { get; }

    public string Instance { get; }

    public HttpClient Http => app.Http;

    public IServiceProvider Services => app.Services;

    public CapturedLogs Logs => app.Logs;

    /// <summary>Starts an instance of its own, with its demo users, and these functions.</summary>
    public static Task<TestApp> StartAsync(AzuriteFixture azurite, params Type[] functions) =>
        StartAsync(
            azurite.ConnectionString,
            $"t{Environment.ProcessId}x{Interlocked.Increment(ref instances)}",
            new ManualTimeProvider(new DateTimeOffset(2025, 3, 3, 15, 0, 0, TimeSpan.Zero)),
            functions
        );

    /// <summary>Starts one more host of an instance.</summary>
    public static async Task<TestApp> StartAsync(
        string storage,
        string instance,
        ManualTimeProvider clock,
        params Type[] functions
    )
    {
        var settings = new Dictionary<string, string?>
        {
            ["AzureWebJobsStorage"] = storage,
            ["AzureFunctionsJobHost:extensions:http:routePrefix"] = "",
            ["InstanceName"] = instance,
            ["TaskHubName"] = instance,
            ["Jwt:SigningKey"] = SigningKey,
            ["ServiceToken"] = ServiceToken,
            ["Demo:Enabled"] = "true",
            // The wall clock's market: it keeps nothing in storage that would have a say in these tests.
            ["Market:Simulated"] = "false",
            ["ServiceBus"] =
                "Endpoint=sb://localhost;SharedAccessKeyName=r;SharedAccessKey=k;UseDevelopmentEmulator=true;"
                + $"StorageConnectionString={storage}",
            ["SignalR"] = $"Endpoint=http://localhost:7071;AccessKey={SigningKey};Version=1.0;",
        };
        var app = await FunctionApp.StartAsync(
            new FunctionTypes(functions),
            settings,
            builder =>
                builder
                    .AddAgentTrader()
                    .Services.AddSingleton(
                        ApiFunction.FindAll([.. functions.Select(type => type.Assembly).Distinct()])
                    ),
            clock
        );
        var test = new TestApp(app, clock, instance);
        await test
            .Services.GetRequiredService<Startup>()
            .WhenDone.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        return test;
    }

    /// <summary>Signs a demo user in: admin, trader, viewer or approver.</summary>
    public async Task<JsonElement> LoginAsync(string name)
    {
        using var response = await PostAsync(
            "api/v1/auth/login",
            new { email = $"{name}@demo.local", password = DemoUsers.Password }
        );
        Assert.Equal(200, (int)response.StatusCode);
        return await ReadAsync(response);
    }

    /// <summary>A token as login would give it, without the cost of hashing.</summary>
    public async Task<string> TokenAsync(string name)
    {
        var found = await Services
            .GetRequiredService<UserStore>()
            .FindByEmailAsync($"{name}@demo.local", TestContext.Current.CancellationToken);
        return Services.GetRequiredService<AccessTokens>().Create(found!.Value.User.ToSignedIn());
    }

    public Task<HttpResponseMessage> GetAsync(string path, string? token = null) =>
        SendAsync(HttpMethod.Get, path, null, token);

    public Task<HttpResponseMessage> PostAsync(string path, object? body, string? token = null, string? key = null) =>
        SendAsync(HttpMethod.Post, path, body is null ? null : JsonContent.Create(body), token, key);

    public Task<HttpResponseMessage> PostTextAsync(
        string path,
        string body,
        string? token = null,
        string? key = null
    ) => SendAsync(HttpMethod.Post, path, new StringContent(body, Encoding.UTF8, "application/json"), token, key);

    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method,
        string path,
        HttpContent? content,
        string? token = null,
        string? key = null
    )
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        }

        return await Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public static async Task<JsonElement> ReadAsync(HttpResponseMessage response) =>
        await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
