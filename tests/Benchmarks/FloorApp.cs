using System.Globalization;
using AgentTrader.Services.Notifications;
using AgentTrader.Services.Storage;
using Azure;
using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;
using Azure.Storage.Queues;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AgentTrader.Benchmarks;

/// <summary>
/// A bare ASP.NET Core app in a process of its own that makes the storage calls which two of our endpoints cannot do without, and
/// nothing else: no sign-in, no rules, no prices. What the product takes beyond them is the product's price.
/// </summary>
internal static class FloorApp
{
    private const string Topic = "floor-events";

    /// <summary>Runs until the process is ended. Arguments: the port; storage comes as in the host's settings.</summary>
    public static async Task<int> RunAsync(string port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://localhost:{port}");
        builder.Services.AddInstanceStorage(builder.Configuration);
        var app = builder.Build();
        var storage = app.Services.GetRequiredService<InstanceStorage>();
        await storage.EnsureCreatedAsync(default);
        // A queue and a topic of its own, with as many subscriptions as the product's, so that the floor makes no work for a host.
        var orders = storage.Queue("floor");
        await orders.CreateIfNotExistsAsync();
        await using var bus = app.Services.GetRequiredService<ServiceBusClient>();
        var events = bus.CreateSender(Topic);
        await bus.CreateReceiver(Topic, EventTopic.Audit).PeekMessageAsync();
        await bus.CreateReceiver(Topic, EventTopic.Dashboard).PeekMessageAsync();
        var numbers = 0;
        app.MapGet("/ready", () => "ready");
        app.MapGet("/agents/{agentId}", (string agentId) => ReadAsync(storage, agentId));
        app.MapPost(
            "/agents/{agentId}",
            async (string agentId, HttpRequest request) =>
            {
                using var reader = new StreamReader(request.Body);
                var body = await reader.ReadToEndAsync();
                var number = Interlocked.Increment(ref numbers).ToString(CultureInfo.InvariantCulture);
                await WriteAsync(storage, orders, events, agentId, number, body);
                return Results.Accepted(null, body);
            }
        );
        await app.RunAsync();
        return 0;
    }

    private static async Task<string> ReadAsync(InstanceStorage storage, string agentId)
    {
        var rows = storage
            .Table(TableNames.Agents)
            .QueryAsync<TableEntity>(
                TableClient.CreateQueryFilter($"PartitionKey eq {agentId} and RowKey ge 'agent' and RowKey lt 'd'")
            );
        var text = "";
        await foreach (var row in rows)
        {
            text += row.GetString("Json0");
        }

        return text;
    }

    private static async Task WriteAsync(
        InstanceStorage storage,
        QueueClient orders,
        ServiceBusSender events,
        string agentId,
        string number,
        string body
    )
    {
        await ReadAsync(storage, agentId);
        var agents = storage.Table(TableNames.Agents);
        string[] rows = ["trade|" + number, "outbox|o" + number, "outbox|e" + number];
        await agents.SubmitTransactionAsync(
            rows.Select(row => new TableTransactionAction(
                TableTransactionActionType.UpsertReplace,
                new TableEntity("floor-" + agentId, row) { ["Json0"] = body }
            ))
        );
        await Task.WhenAll(orders.SendMessageAsync(body), events.SendMessageAsync(new ServiceBusMessage(body)));
        foreach (var row in rows[1..])
        {
            _ = agents.DeleteEntityAsync("floor-" + agentId, row, ETag.All);
        }
    }
}
