using System.Text.Json;
using AgentTrader.Core.Identity;
using AgentTrader.Testing;

namespace AgentTrader.Functions.Tests;

/// <summary>An agent, and the trader who owns it. It decides nothing by itself, because its trading hours never come.</summary>
public sealed class TestAgent
{
    private TestAgent(ApiClient owner, string id)
    {
        Owner = owner;
        Id = id;
    }

    public ApiClient Owner { get; }

    public string Id { get; }

    public string Path => "agents/" + Id;

    /// <summary>The same agent, of the same owner, through another host.</summary>
    public TestAgent Through(Product product) => new(product.User(Owner.UserId, Roles.Trader), Id);

    /// <summary>A body for <c>POST /agents</c> that is right.</summary>
    public static Dictionary<string, object?> Body(decimal budget = 100_000m, decimal threshold = 50_000m) =>
        new()
        {
            ["name"] = "Desk",
            ["strategy"] = "balanced",
            ["initialBudget"] = budget,
            ["riskTolerance"] = 5,
            ["oversightThreshold"] = threshold,
            ["tradingHours"] = new
            {
                start = "00:00",
                end = "00:01",
                timezone = "America/New_York",
            },
        };

    public static async Task<TestAgent> CreateAsync(ApiClient owner, Dictionary<string, object?>? body = null)
    {
        var created = await owner.PostAsync("agents", body ?? Body());
        Assert.True(created.Status == 201, created.ToString());
        return new TestAgent(owner, created["agentId"]);
    }

    public static async Task<TestAgent> CreateActiveAsync(ApiClient owner, decimal budget, decimal threshold)
    {
        var agent = await CreateAsync(owner, Body(budget, threshold));
        await agent.ActivateAsync();
        return agent;
    }

    public async Task ActivateAsync()
    {
        var active = await Owner.PostAsync(Path + "/activate");
        Assert.True(active.Status == 200, active.ToString());
    }

    /// <summary>Asks for a trade; <paramref name="more"/> are further members of the body.</summary>
    public Task<Answer> SubmitAsync(
        string action,
        string symbol,
        long quantity,
        string? key = null,
        params (string Name, object Value)[] more
    )
    {
        var body = new Dictionary<string, object?>
        {
            ["symbol"] = symbol,
            ["action"] = action,
            ["quantity"] = quantity,
        };
        foreach (var (name, value) in more)
        {
            body[name] = value;
        }

        return Owner.PostAsync(Path + "/trades", body, key);
    }

    /// <summary>Asks for a trade that must be accepted, and gives its id.</summary>
    public async Task<string> AcceptedAsync(
        string action,
        string symbol,
        long quantity,
        params (string Name, object Value)[] more
    )
    {
        var accepted = await SubmitAsync(action, symbol, quantity, null, more);
        Assert.True(accepted.Status == 202, accepted.ToString());
        return accepted["tradeId"];
    }

    /// <summary>Waits until the trade has this status, and gives it.</summary>
    public async Task<Answer> TradeIsAsync(string tradeId, string status) =>
        await Eventually.GetAsync(
            async () => await Owner.GetAsync($"{Path}/trades/{tradeId}"),
            trade => trade.Status == 200 && trade["status"] == status
        );

    /// <summary>Trades, and waits until it is filled.</summary>
    public async Task<Answer> FilledAsync(string action, string symbol, long quantity) =>
        await TradeIsAsync(await AcceptedAsync(action, symbol, quantity), "completed");

    /// <summary>Every trade, newest first, read page by page.</summary>
    public async Task<IReadOnlyList<JsonElement>> TradesAsync()
    {
        var trades = new List<JsonElement>();
        string? token = null;
        do
        {
            var page = await Owner.GetAsync(
                $"{Path}/trades?pageSize=10" + (token is null ? "" : $"&pageToken={token}")
            );
            trades.AddRange(page.Body.GetProperty("items").EnumerateArray());
            token = page["nextPageToken"];
        } while (token is not null);

        return trades;
    }

    public async Task<Answer> GetAsync() => await Owner.GetAsync(Path);

    /// <summary>Waits until the agent waits for an approval, and gives the request's id.</summary>
    public async Task<string> PendingApprovalAsync()
    {
        var agent = await Eventually.GetAsync(GetAsync, agent => agent["pendingApproval"] is not null);
        var id = agent["pendingApproval"];
        // The request is stored a moment after the agent's book names it.
        await Eventually.GetAsync(() => Owner.GetAsync("oversight/requests/" + id), request => request.Status == 200);
        return id;
    }
}
