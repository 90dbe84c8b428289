using System.Text.Json;
using AgentTrader.Functions.Agents;
using AgentTrader.Functions.Audit;
using AgentTrader.Functions.Market;
using AgentTrader.Functions.Tests.Http;
using AgentTrader.Functions.Trading;
using AgentTrader.Services.Market;
using AgentTrader.Services.Storage;
using AgentTrader.Services.Trading;
using AgentTrader.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace AgentTrader.Functions.Tests.Trading;

/// <summary>Recommendations and macro events over the API, and what an agent's next cycle makes of them.</summary>
public sealed class RecommendationTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private TestApp app = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        app = await TestApp.StartAsync(
            azurite,
            typeof(AgentFunctions),
            typeof(DecisionFunctions),
            typeof(AuditFunctions),
            typeof(RecommendationFunctions),
            typeof(MacroEventFunctions)
        );

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task The_next_cycle_follows_a_recommendation_once_and_names_it()
    {
        var agent = await ActiveAgentAsync("admin");
        var id = (await RecommendAsync("admin", "SPY")).GetProperty("recommendationId").GetString();
        await CycleAsync(agent);
        await CycleAsync(agent);
        var decision = Assert.Single(await FollowedAsync(agent, id));
        Assert.Equal("act", decision.GetProperty("decision").GetString());
        Assert.Equal("recommendation", decision.GetProperty("trigger").GetString());
        Assert.Contains("Rates fall", decision.GetProperty("reasoning").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_traders_recommendation_is_for_that_traders_agents_alone()
    {
        var (own, other) = (await ActiveAgentAsync("trader"), await ActiveAgentAsync("admin"));
        var id = (await RecommendAsync("trader", "SPY")).GetProperty("recommendationId").GetString();
        await CycleAsync(own);
        await CycleAsync(other);
        Assert.Single(await FollowedAsync(own, id));
        Assert.Empty(await FollowedAsync(other, id));
    }

    [Fact]
    public async Task Traders_see_their_own_and_everybodys_and_others_see_all()
    {
        await RecommendAsync("trader", "AAPL");
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        await RecommendAsync("admin", "MSFT");
        Assert.Equal(["MSFT", "AAPL"], await SymbolsAsync("trader"));
        Assert.Equal(["MSFT", "AAPL"], await SymbolsAsync("viewer"));
        using var refused = await PostAsync("recommendations", Recommendation("SPY"), "viewer");
        Assert.Equal(403, (int)refused.StatusCode);
    }

    [Fact]
    public async Task A_traders_pages_hold_the_traders_own_and_everybodys_in_order_each_once()
    {
        // Of two hands that recommend in turn, by the same clock and later ones.
        string[] hands = ["trader", "admin", "admin", "trader", "trader", "admin", "trader"];
        var ids = new List<string>();
        foreach (var (place, hand) in hands.Index())
        {
            ids.Add((await RecommendAsync(hand, "SPY")).Text("recommendationId"));
            app.Clock.Advance(TimeSpan.FromSeconds(place % 2));
        }

        foreach (var size in (int[])[1, 2, 3, 7])
        {
            var read = new List<string>();
            string? token = null;
            do
            {
                var page = await GetAsync(
                    $"recommendations?pageSize={size}" + (token is null ? "" : $"&pageToken={token}"),
                    "trader"
                );
                Assert.True(page.GetProperty("items").GetArrayLength() == Math.Min(size, ids.Count - read.Count));
                read.AddRange(page.GetProperty("items").EnumerateArray().Select(each => each.Text("recommendationId")));
                token = page.GetProperty("nextPageToken").GetString();
            } while (token is not null);

            Assert.Equal(ids.Count, read.Count);
            Assert.Equal(ids.Order(), read.Order());
            Assert.Equal(ids[^1], read[0]);
        }
    }

    [Fact]
    public async Task The_same_key_keeps_one_recommendation_and_one_audit_entry()
    {
        var ids = new HashSet<string?>();
        for (var i = 0; i < 2; i++)
        {
            using var response = await PostAsync("recommendations", Recommendation("SPY"), "admin", key: "once");
            Assert.Equal(201, (int)response.StatusCode);
            ids.Add((await TestApp.ReadAsync(response)).GetProperty("recommendationId").GetString());
        }

        Assert.Single(await SymbolsAsync("admin"));
        var entries = (await GetAsync("audit?action=recommendation.submitted")).GetProperty("items").EnumerateArray();
        Assert.Equal(Assert.Single(ids), Assert.Single(entries).GetProperty("resourceId").GetString());
    }

    [Fact]
    public async Task One_that_has_expired_is_not_followed()
    {
        var agent = await ActiveAgentAsync("admin");
        var now = app.Services.GetRequiredService<MarketClock>().MarketNow;
        var body = Recommendation("SPY");
        body["expiresAt"] = now.AddMinutes(1).UtcDateTime.ToString("O");
        using var response = await PostAsync("recommendations", body, "admin");
        var id = (await TestApp.ReadAsync(response)).GetProperty("recommendationId").GetString();
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await CycleAsync(agent);
        Assert.Empty(await FollowedAsync(agent, id));
    }

    [Fact]
    public async Task Every_wrong_member_is_named()
    {
        var body = Recommendation("spy");
        body["confidence"] = 1.01;
        body["thesis"] = " ";
        body["expiresAt"] = "2001-01-01T00:00:00Z";
        Assert.Equal(["confidence", "expiresAt", "symbol", "thesis"], await ErrorsAsync("recommendations", body));
        Assert.Equal(
            ["estimatedDuration", "title"],
            await ErrorsAsync("market/events", Event("critical", "00:00:59", "\u0007"))
        );
        Assert.Equal(["severity"], await ErrorsAsync("market/events", Event("High", "01:00:00", "War")));
    }

    [Fact]
    public async Task A_severe_event_wakes_every_active_agent_at_once_and_a_mild_one_none()
    {
        var agent = await ActiveAgentAsync("admin");
        var queue = app.Services.GetRequiredService<InstanceStorage>().Queue(QueueNames.AgentCycles);
        await queue.ClearMessagesAsync(Token);
        await ReportAsync("medium");
        Assert.Empty((await queue.ReceiveMessagesAsync(10, cancellationToken: Token)).Value);
        await ReportAsync("high");
        var message = Assert.Single((await queue.ReceiveMessagesAsync(10, cancellationToken: Token)).Value);
        var wakeUp = QueueMessages.Read<AgentCycleMessage>(message.Body.ToString());
        Assert.Equal((IdOf(agent), CycleReason.MacroEvent), (wakeUp.AgentId, wakeUp.Reason));
    }

    [Fact]
    public async Task An_event_is_severe_for_as_long_as_it_is_thought_to_last()
    {
        var events = app.Services.GetRequiredService<MacroEvents>();
        var clock = app.Services.GetRequiredService<MarketClock>();
        await ReportAsync("critical");
        Assert.True(await events.IsSevereAtAsync(clock.MarketNow, Token));
        app.Clock.Advance(TimeSpan.FromHours(2));
        Assert.False(await events.IsSevereAtAsync(clock.MarketNow, Token));
        var shown = (await GetAsync("market/events", "viewer")).GetProperty("items").EnumerateArray();
        Assert.Equal("critical", Assert.Single(shown).GetProperty("severity").GetString());
        Assert.Single((await GetAsync("audit?action=market.event_reported")).GetProperty("items").EnumerateArray());
    }

    private static Dictionary<string, object?> Recommendation(string symbol) =>
        new()
        {
            ["symbol"] = symbol,
            ["action"] = "buy",
            ["confidence"] = 0.9,
            ["mode"] = "paper_eligible",
            ["horizon"] = "week",
            ["thesis"] = "Rates fall.",
        };

    private static Dictionary<string, object?> Event(string severity, string duration, string title) =>
        new()
        {
            ["severity"] = severity,
            ["title"] = title,
            ["estimatedDuration"] = duration,
        };

    private async Task ReportAsync(string severity)
    {
        using var response = await PostAsync("market/events", Event(severity, "02:00:00", "A bank fails"), "admin");
        Assert.Equal(201, (int)response.StatusCode);
    }

    private async Task<JsonElement> RecommendAsync(string user, string symbol)
    {
        using var response = await PostAsync("recommendations", Recommendation(symbol), user);
        Assert.Equal(201, (int)response.StatusCode);
        return await TestApp.ReadAsync(response);
    }

    private async Task<string> ActiveAgentAsync(string user)
    {
        var body = new
        {
            name = "Follower",
            strategy = "balanced",
            initialBudget = 20000,
            riskTolerance = 5,
            assetPreferences = (string[])["SPY"],
        };
        using var created = await PostAsync("agents", body, user);
        var agent = "agents/" + (await TestApp.ReadAsync(created)).GetProperty("agentId").GetString();
        using var activated = await PostAsync($"{agent}/activate", null, user);
        Assert.Equal(200, (int)activated.StatusCode);
        return agent;
    }

    private async Task CycleAsync(string agent)
    {
        // A host goes by what it read for a second.
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        await app
            .Services.GetRequiredService<AgentCycles>()
            .RunAsync(new AgentCycleMessage(IdOf(agent), app.Clock.GetUtcNow()), Token);
    }

    private async Task<IReadOnlyList<JsonElement>> FollowedAsync(string agent, string? recommendationId) =>
        [
            .. (await GetAsync($"{agent}/trading/decisions"))
                .GetProperty("items")
                .EnumerateArray()
                .Where(decision => decision.GetProperty("recommendationId").GetString() == recommendationId),
        ];

    private async Task<string[]> SymbolsAsync(string user) =>
        [
            .. (await GetAsync("recommendations", user))
                .GetProperty("items")
                .EnumerateArray()
                .Select(each => each.GetProperty("symbol").GetString()!),
        ];

    private async Task<string[]> ErrorsAsync(string path, object body)
    {
        using var response = await PostAsync(path, body, "admin");
        Assert.Equal(400, (int)response.StatusCode);
        var problem = await TestApp.ReadAsync(response);
        return [.. problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).Order()];
    }

    private async Task<JsonElement> GetAsync(string path, string user = "admin")
    {
        using var response = await app.GetAsync("api/v1/" + path, await app.TokenAsync(user));
        Assert.Equal((path, 200), (path, (int)response.StatusCode));
        return await TestApp.ReadAsync(response);
    }

    private async Task<HttpResponseMessage> PostAsync(string path, object? body, string user, string? key = null) =>
        await app.PostAsync("api/v1/" + path, body, await app.TokenAsync(user), key);

    private static string IdOf(string agent) => agent["agents/".Length..];
}
