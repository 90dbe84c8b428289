using System.Text.Json;
using AgentTrader.Core;
using AgentTrader.Core.Trading;
using AgentTrader.Functions.Agents;
using AgentTrader.Functions.Audit;
using AgentTrader.Functions.Tests.Http;
using AgentTrader.Functions.Trading;
using AgentTrader.Services;
using AgentTrader.Services.Agents;
using AgentTrader.Services.Storage;
using AgentTrader.Services.Trading;
using AgentTrader.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace AgentTrader.Functions.Tests.Trading;

/// <summary>
/// Agents over the real storage whose cycles, orders and timers are run by the test, at instants of its choice. It is Monday,
/// 3 March 2025, 10 in the morning in New York, by the wall clock and in the market.
/// </summary>
public abstract class TimedAgentTest(AzuriteFixture azurite) : IAsyncLifetime
{
    private int trades;

    private protected TestApp App { get; private set; } = null!;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        App = await TestApp.StartAsync(
            azurite,
            typeof(AgentFunctions),
            typeof(AgentSwitchFunctions),
            typeof(ControlStateFunctions),
            typeof(ControlConfigFunctions),
            typeof(AuditFunctions),
            typeof(RecordAudit)
        );

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Who was woken and why, off the queue; with <paramref name="run"/> their cycles are run.</summary>
    protected async Task<IReadOnlyList<(string AgentId, CycleReason Reason)>> WokenAsync(bool run = false)
    {
        var queue = App.Services.GetRequiredService<InstanceStorage>().Queue(QueueNames.AgentCycles);
        var woken = new List<(string AgentId, CycleReason Reason)>();
        foreach (var message in (await queue.ReceiveMessagesAsync(32, cancellationToken: Token)).Value)
        {
            await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt, Token);
            var wakeUp = QueueMessages.Read<AgentCycleMessage>(message.Body.ToString());
            woken.Add((wakeUp.AgentId, wakeUp.Reason));
            if (run)
            {
                await App.Services.GetRequiredService<AgentCycles>().RunAsync(wakeUp, Token);
            }
        }

        return woken;
    }

    /// <summary>An agent that holds AAPL with its levels set, and enters nothing.</summary>
    protected async Task<string> HoldingAgentAsync(object? config = null)
    {
        var body = new
        {
            name = "Holder",
            strategy = "balanced",
            initialBudget = 20000,
            riskTolerance = 5,
            assetPreferences = (string[])["KO"],
        };
        using var created = await PostAsync("agents", body);
        var agent = (await TestApp.ReadAsync(created)).GetProperty("agentId").GetString()!;
        await PutAsync($"agents/{agent}/trading/config", config ?? new { minActivePool = 100_000 });
        using var activated = await PostAsync($"agents/{agent}/activate");
        await BuyAsync(agent);
        await CycleAsync(agent, CycleReason.DecisionLoop);
        Assert.NotNull((await StateAsync(agent)).Book.StopOf("AAPL"));
        await WokenAsync();
        return agent;
    }

    protected async Task CycleAsync(string agent, CycleReason reason) =>
        await App
            .Services.GetRequiredService<AgentCycles>()
            .RunAsync(new AgentCycleMessage(agent, App.Clock.GetUtcNow(), reason), Token);

    /// <summary>Moves the stop above the price or far below it, as a cycle would, and tells the watch of this host.</summary>
    protected async Task MoveStopAsync(string agent, bool above)
    {
        var state = await StateAsync(agent);
        var stop = state.Book.StopOf("AAPL")!;
        var moved = stop with { StopLoss = stop.EntryPrice * (above ? 1.2m : 0.5m), TakeProfit = stop.EntryPrice * 2 };
        var book = state.Book.SetStop(moved);
        var outcome = await App.Services.GetRequiredService<AgentStore>().CommitAsync(state, book, [], Token);
        Assert.Equal(CommitOutcome.Committed, outcome);
        App.Services.GetRequiredService<StopChecks>().Watch(agent, book, state.Engine.Config, false);
    }

    /// <summary>Changes an agent's book past the product.</summary>
    protected async Task CommitAsync(string agent, Func<Book, Book> change)
    {
        var state = await StateAsync(agent);
        var store = App.Services.GetRequiredService<AgentStore>();
        Assert.Equal(CommitOutcome.Committed, await store.CommitAsync(state, change(state.Book), [], Token));
    }

    protected Task<TradeRecord> BuyAsync(string agent, long quantity = 3) =>
        TradeAsync(agent, TradeAction.Buy, quantity);

    protected Task<TradeRecord> SellAsync(string agent, long quantity) => TradeAsync(agent, TradeAction.Sell, quantity);

    private async Task<TradeRecord> TradeAsync(string agent, TradeAction action, long quantity)
    {
        var order = new Order
        {
            TradeId = EntityId.Derive(IdPrefixes.Trade, App.Clock.GetUtcNow(), $"{agent}|{++trades}"),
            AgentId = agent,
            Symbol = "AAPL",
            Action = action,
            Quantity = quantity,
            SubmittedAt = App.Clock.GetUtcNow(),
        };
        await App
            .Services.GetRequiredService<TradeExecutor>()
            .ExecuteAsync(new TradeOrderMessage(order, "usr_owner"), null!, Token);
        return (await App.Services.GetRequiredService<TradeStore>().FindAsync(agent, order.TradeId, Token))!;
    }

    protected async Task<AgentState> StateAsync(string agent) =>
        (await App.Services.GetRequiredService<AgentStore>().FindAsync(agent, Token))!;

    /// <summary>The items of a list.</summary>
    protected async Task<JsonElement> GetAsync(string path) => (await ObjectAsync(path)).GetProperty("items");

    protected async Task<JsonElement> ObjectAsync(string path)
    {
        using var response = await App.GetAsync("api/v1/" + path, await App.TokenAsync("admin"));
        Assert.Equal((path, 200), (path, (int)response.StatusCode));
        return await TestApp.ReadAsync(response);
    }

    /// <summary>The items of all pages of a list.</summary>
    protected async Task<IReadOnlyList<JsonElement>> PagesAsync(string path)
    {
        var items = new List<JsonElement>();
        string? token = null;
        do
        {
            var page = await ObjectAsync(token is null ? path : $"{path}&pageToken={token}");
            items.AddRange(page.GetProperty("items").EnumerateArray());
            token = page.GetProperty("nextPageToken").GetString();
        } while (token is not null);

        return items;
    }

    protected async Task<JsonElement> PutAsync(string path, object body)
    {
        using var response = await SendAsync(HttpMethod.Put, path, body);
        Assert.Equal((path, 200), (path, (int)response.StatusCode));
        return await TestApp.ReadAsync(response);
    }

    protected async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object body)
    {
        using var content = new StringContent(
            JsonSerializer.Serialize(body),
            System.Text.Encoding.UTF8,
            "application/json"
        );
        return await App.SendAsync(method, "api/v1/" + path, content, await App.TokenAsync("admin"));
    }

    protected async Task<HttpResponseMessage> PostAsync(string path, object? body = null) =>
        await App.PostAsync("api/v1/" + path, body, await App.TokenAsync("admin"));
}
