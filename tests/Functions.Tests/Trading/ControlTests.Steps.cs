using System.Net.Http.Json;
using System.Text.Json;
using AgentTrader.Core;
using AgentTrader.Core.Trading;
using AgentTrader.Functions.Tests.Http;
using AgentTrader.Services;
using AgentTrader.Services.Agents;
using AgentTrader.Services.Trading;
using Microsoft.Extensions.DependencyInjection;

namespace AgentTrader.Functions.Tests.Trading;

/// <summary>What the tests do and look at, in their words.</summary>
public sealed partial class ControlTests
{
    /// <summary>The one entry of an action, once the bus has brought it.</summary>
    private async Task<JsonElement> AuditedAsync(string action)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Token);
        deadline.CancelAfter(TimeSpan.FromSeconds(20));
        while (true)
        {
            var entries = (await GetAsync($"audit?action={action}")).GetProperty("items");
            if (entries.GetArrayLength() > 0)
            {
                return Assert.Single(entries.EnumerateArray());
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), deadline.Token);
        }
    }

    private async Task<string> AgentAsync()
    {
        var body = new
        {
            name = "Controlled",
            strategy = "balanced",
            initialBudget = 20000,
            riskTolerance = 5,
            quotaConfig = new { apiCalls = 1000, budgetPerMonth = 1000 },
        };
        using var response = await PostAsync("agents", body);
        Assert.Equal(201, (int)response.StatusCode);
        var agent = await TestApp.ReadAsync(response);
        return "agents/" + agent.GetProperty("agentId").GetString();
    }

    private async Task<string> ActiveAgentAsync()
    {
        var agent = await AgentAsync();
        using var response = await PostAsync($"{agent}/activate", null);
        Assert.Equal(200, (int)response.StatusCode);
        return agent;
    }

    private async Task CycleAsync(string agent) =>
        await app
            .Services.GetRequiredService<AgentCycles>()
            .RunAsync(new AgentCycleMessage(IdOf(agent), app.Clock.GetUtcNow()), Token);

    private async Task<TradeRecord> TradeAsync(string agent, TradeAction action, long quantity)
    {
        var order = new Order
        {
            TradeId = EntityId.Derive(IdPrefixes.Trade, app.Clock.GetUtcNow(), $"{agent}|{++trades}"),
            AgentId = IdOf(agent),
            Symbol = "AAPL",
            Action = action,
            Quantity = quantity,
            SubmittedAt = app.Clock.GetUtcNow(),
        };
        // No order here is large enough for an approval, which alone needs the orchestrations.
        await app
            .Services.GetRequiredService<TradeExecutor>()
            .ExecuteAsync(new TradeOrderMessage(order, "usr_owner"), null!, Token);
        return (await app.Services.GetRequiredService<TradeStore>().FindAsync(IdOf(agent), order.TradeId, Token))!;
    }

    private async Task<AgentState> StateAsync(string agent) =>
        (await app.Services.GetRequiredService<AgentStore>().FindAsync(IdOf(agent), Token))!;

    private Task CommitAsync(string agent, Func<Book, Book> change) => CommitAsync(agent, book => (change(book), null));

    private async Task CommitAsync(string agent, Func<Book, (Book Book, ReserveEntry? Entry)> change)
    {
        var state = await StateAsync(agent);
        var (book, entry) = change(state.Book);
        var outcome = await app
            .Services.GetRequiredService<AgentStore>()
            .CommitAsync(state, book, entry is null ? [] : [ReserveLedger.Put(IdOf(agent), entry, "test")], Token);
        Assert.Equal(CommitOutcome.Committed, outcome);
    }

    private async Task<List<JsonElement>> DecisionsAsync(string agent) =>
        [.. (await GetAsync($"{agent}/trading/decisions?pageSize=100")).GetProperty("items").EnumerateArray()];

    private async Task<JsonElement> GetAsync(string path, string user = "admin")
    {
        using var response = await app.GetAsync("api/v1/" + path, await app.TokenAsync(user));
        Assert.Equal((path, 200), (path, (int)response.StatusCode));
        return await TestApp.ReadAsync(response);
    }

    private async Task<HttpResponseMessage> PostAsync(string path, object? body, string user = "admin") =>
        await app.PostAsync("api/v1/" + path, body, await app.TokenAsync(user));

    private async Task<HttpResponseMessage> PutAsync(string path, object body, string user)
    {
        using var content = JsonContent.Create(body);
        return await app.SendAsync(HttpMethod.Put, "api/v1/" + path, content, await app.TokenAsync(user));
    }

    private async Task PutAsync(string path, object body)
    {
        using var response = await PutAsync(path, body, "admin");
        Assert.Equal((path, 200), (path, (int)response.StatusCode));
    }

    private async Task<int> PutStatusAsync(string path, string user)
    {
        using var response = await PutAsync(path, new { tranches = 2 }, user);
        return (int)response.StatusCode;
    }

    private async Task<string[]> ErrorsAsync(string path, object body)
    {
        using var response = await PutAsync(path, body, "admin");
        Assert.Equal(400, (int)response.StatusCode);
        var problem = await TestApp.ReadAsync(response);
        return [.. problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).Order()];
    }

    private static string IdOf(string agent) => agent["agents/".Length..];
}
