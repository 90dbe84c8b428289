using System.Net.Http.Json;
using System.Text.Json;
using AgentTrader.Core;
using AgentTrader.Core.Agents;
using AgentTrader.Core.Trading;
using AgentTrader.Services.Identity;
using AgentTrader.Testing;

namespace AgentTrader.Functions.Tests.Fuzz;

/// <summary>What there is for the fuzzer to aim at: people, agents of two owners, a trade, an approval that is waited for.</summary>
internal sealed class FuzzWorld
{
    private readonly HttpClient http;

    private FuzzWorld(HttpClient http) => this.http = http;

    /// <summary>Access tokens of the admin, the trader, the viewer and the approver.</summary>
    public string[] Tokens { get; private set; } = [];

    public ApiRoute[] Routes { get; private set; } = [];

    /// <summary>Agents: the trader's, the admin's, and one of the trader's whose trade waits for a person.</summary>
    public volatile string[] Agents = [];

    public volatile string[] Trades = [];

    public volatile string[] Requests = [];

    public static async Task<FuzzWorld> CreateAsync(HostProcess host)
    {
        var world = new FuzzWorld(host.Http);
        world.Routes = ApiRoute.ReadAll(await host.Http.GetFromJsonAsync<JsonElement>("api/v1/openapi.json"));
        world.Tokens = await Task.WhenAll(
            new[] { "admin", "trader", "viewer", "approver" }.Select(name => world.LoginAsync($"{name}@demo.local"))
        );
        await world.RenewAsync();
        return world;
    }

    /// <summary>Trading goes on, with new agents in place of those that the fuzzer has stopped, deleted or blocked by now.</summary>
    public async Task RenewAsync()
    {
        var (admin, trader) = (Tokens[0], Tokens[1]);
        await PostAsync(admin, "api/v1/trading/resume", new { });
        await PostAsync(admin, "api/v1/trading/kill-switch", new { on = false });
        var mine = await CreateAgentAsync(trader);
        var others = await CreateAgentAsync(admin);
        var waiting = await CreateAgentAsync(trader);
        var trade = await SubmitAsync(trader, mine, 3);
        var held = await SubmitAsync(trader, waiting, 150);
        Agents = [mine, others, waiting];
        Trades = [trade, held];
        Requests = [EntityId.Derive("ovr", EntityId.InstantOf(held), held)];
    }

    private async Task<string> LoginAsync(string email)
    {
        using var response = await http.PostAsJsonAsync(
            "api/v1/auth/login",
            new { email, password = DemoUsers.Password }
        );
        return (await ReadAsync(response)).GetProperty("token").GetString()!;
    }

    private async Task<string> CreateAgentAsync(string token)
    {
        var body = new
        {
            name = "Fuzzed",
            strategy = Strategy.Balanced.ToString().ToLowerInvariant(),
            initialBudget = 100_000,
            riskTolerance = 5,
            // Few, so that the agent leaves the cash that the fuzzer trades with.
            assetPreferences = new[] { "KO" },
        };
        var agent = (await PostAsync(token, "api/v1/agents", body)).GetProperty("agentId").GetString()!;
        await PostAsync(token, $"api/v1/agents/{agent}/activate", new { });
        return agent;
    }

    private async Task<string> SubmitAsync(string token, string agent, int quantity)
    {
        var body = new
        {
            symbol = "SPY",
            action = TradeAction.Buy.ToString().ToLowerInvariant(),
            quantity,
        };
        return (await PostAsync(token, $"api/v1/agents/{agent}/trades", body)).GetProperty("tradeId").GetString()!;
    }

    private async Task<JsonElement> PostAsync(string token, string path, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Authorization = new("Bearer", token);
        using var response = await http.SendAsync(request);
        return await ReadAsync(response);
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response) =>
        response.IsSuccessStatusCode
            ? await response.Content.ReadFromJsonAsync<JsonElement>()
            : throw new InvalidOperationException(
                $"{response.RequestMessage?.RequestUri} answered {response.StatusCode}: {await response.Content.ReadAsStringAsync()}"
            );
}
