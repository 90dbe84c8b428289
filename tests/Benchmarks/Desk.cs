using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using AgentTrader.Core;
using AgentTrader.Core.Identity;
using AgentTrader.Services.Identity;
using AgentTrader.Testing;

namespace AgentTrader.Benchmarks;

/// <summary>The API as one of its users calls it. The product knows users by their tokens alone, so any number can be made.</summary>
internal sealed class Desk
{
    // A token is good for an hour, and a soak lasts longer.
    private static readonly TimeSpan Renewal = TimeSpan.FromMinutes(30);
    private readonly AccessTokens tokens;
    private readonly SignedInUser user;
    private DateTimeOffset renewed = DateTimeOffset.MinValue;
    private AuthenticationHeaderValue? token;

    /// <param name="http">The host; shared by all its users.</param>
    /// <param name="instance">The host's instance.</param>
    /// <param name="role">What the user may do.</param>
    /// <param name="name">Makes another user of the same role.</param>
    public Desk(HttpClient http, string instance, Roles role, string name = "")
    {
        Http = http;
        var id = EntityId.Derive("usr", DateTimeOffset.UnixEpoch, $"{instance} {role} {name}");
        user = new SignedInUser(id, $"{role}{name}@example.com", $"{role} {name}", role);
        tokens = new AccessTokens(HostProcess.SigningKey, instance, TimeProvider.System);
    }

    public HttpClient Http { get; }

    /// <summary>As many connections as a section asks for.</summary>
    public static HttpClient Connect(HostProcess host) =>
        new(new SocketsHttpHandler { MaxConnectionsPerServer = 256 }) { BaseAddress = host.Http.BaseAddress };

    /// <summary>
    /// An active agent that decides about one symbol, so that its own trades leave the cash that a run trades with.
    /// </summary>
    public Task<string> CreateAgentAsync(string name) => CreateAgentAsync(name, "balanced", ["KO"]);

    /// <summary>An active agent with the largest budget and a quota that no run uses up.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="strategy">How it decides.</param>
    /// <param name="symbols">What it decides about; none for all.</param>
    public async Task<string> CreateAgentAsync(string name, string strategy, string[] symbols)
    {
        var body = new
        {
            name,
            strategy,
            initialBudget = 100_000,
            riskTolerance = symbols.Length == 0 ? 10 : 1,
            assetPreferences = symbols,
            quotaConfig = new { apiCalls = 1_000_000, budgetPerMonth = 1_000_000 },
        };
        var agent = (await PostAsync("agents", body)).GetProperty("agentId").GetString()!;
        await PostAsync($"agents/{agent}/activate", new { });
        return agent;
    }

    /// <summary>A market order for SPY, which oversight looks at.</summary>
    public Task<JsonElement> SubmitAsync(string agent, string action, int quantity) =>
        PostAsync(
            $"agents/{agent}/trades",
            new
            {
                symbol = "SPY",
                action,
                quantity,
            }
        );

    public async Task<JsonElement> GetAsync(string path)
    {
        using var response = await SendAsync(Request(HttpMethod.Get, "api/v1/" + path));
        return await ReadAsync(response);
    }

    public async Task<JsonElement> PostAsync(string path, object body)
    {
        using var response = await SendAsync(Request(HttpMethod.Post, "api/v1/" + path, body));
        return await ReadAsync(response);
    }

    /// <summary>A request in the user's name; the caller disposes of it.</summary>
    public HttpRequestMessage Request(HttpMethod method, string path, object? body = null)
    {
        if (DateTimeOffset.UtcNow - renewed > Renewal)
        {
            token = new AuthenticationHeaderValue("Bearer", tokens.Create(user));
            renewed = DateTimeOffset.UtcNow;
        }

        return new HttpRequestMessage(method, path)
        {
            Content = body is null ? null : JsonContent.Create(body),
            Headers = { Authorization = token },
        };
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            return await Http.SendAsync(request);
        }
    }

    /// <exception cref="HttpRequestException">The answer was no success; its sentence is the message.</exception>
    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response)
    {
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        return response.IsSuccessStatusCode
            ? answer
            : throw new HttpRequestException(answer.GetProperty("detail").GetString(), null, response.StatusCode);
    }
}
