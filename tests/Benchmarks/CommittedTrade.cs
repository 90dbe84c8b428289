using System.Diagnostics;
using AgentTrader.Core;
using AgentTrader.Core.Agents;
using AgentTrader.Core.Trading;
using AgentTrader.Services.Agents;
using AgentTrader.Services.Storage;
using AgentTrader.Services.Trading;
using AgentTrader.Testing;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;

namespace AgentTrader.Benchmarks;

/// <summary>
/// One committed trade, from its message on the queue to the message's end, against the floor: the storage calls that no
/// exactly-once commit can do without (receive, read, one transaction, delete). Both alternate in one run on one Azurite.
/// </summary>
internal static class CommittedTrade
{
    // .NET compiles a method well only after it has run often; both sides are measured when they are warm, as a server is.
    private const int WarmUp = 200;
    private const int Counted = 300;

    public static async Task<bool> RunAsync(Options options, CancellationToken stop)
    {
        await using var azurite = await Azurite.StartAsync();
        await using var services = await LocalServices.StartAsync(azurite.ConnectionString);
        var storage = services.GetRequiredService<InstanceStorage>();
        var agentId = EntityId.Derive("agt", DateTimeOffset.UtcNow, "bench");
        await CreateAgentAsync(services, agentId);
        var (ours, floor) = (new Samples(), new Samples());
        var (ourTrips, floorTrips) = (0L, 0L);
        using var trips = new RoundTrips();
        for (var i = 0; i < WarmUp + Counted; i++)
        {
            await storage.Queue(QueueNames.TradeOrders).SendMessageAsync(MessageOf(agentId, i), stop);
            var (time, used) = await MeasureAsync(trips, () => TradeAsync(services, storage));
            await storage.Queue(QueueNames.AgentCycles).SendMessageAsync("floor", stop);
            var (floorTime, floorUsed) = await MeasureAsync(trips, () => FloorAsync(storage, agentId, i));
            if (i >= WarmUp)
            {
                ours.Add(time);
                floor.Add(floorTime);
                (ourTrips, floorTrips) = (ourTrips + used, floorTrips + floorUsed);
            }
        }

        var book = (await services.GetRequiredService<AgentStore>().FindAsync(agentId, default))?.Book;
        if (book?.FeesPaid != (WarmUp + Counted) * Fees.Flat)
        {
            throw new InvalidOperationException("The benchmark's trades were not all filled.");
        }

        Console.WriteLine($"one committed trade    {ours}; {(double)ourTrips / Counted:0.0} storage round trips");
        Console.WriteLine($"  its floor            {floor}; {(double)floorTrips / Counted:0.0} storage round trips");
        Console.WriteLine($"  ratio of the medians {ours.Median / floor.Median:0.00} (goal 1.50 or less)");
        return true;
    }

    private static async Task<(TimeSpan Time, long Trips)> MeasureAsync(RoundTrips trips, Func<Task> run)
    {
        var (before, started) = (trips.Count, Stopwatch.GetTimestamp());
        await run();
        return (Stopwatch.GetElapsedTime(started), trips.Count - before);
    }

    private static async Task TradeAsync(IServiceProvider services, InstanceStorage storage)
    {
        var queue = storage.Queue(QueueNames.TradeOrders);
        var received = (await queue.ReceiveMessageAsync()).Value;
        // No trade of this benchmark needs an approval, so no orchestration client is used.
        await services
            .GetRequiredService<TradeExecutor>()
            .ExecuteAsync(QueueMessages.Read<TradeOrderMessage>(received.Body.ToString()), null!, default);
        await queue.DeleteMessageAsync(received.MessageId, received.PopReceipt);
    }

    private static async Task FloorAsync(InstanceStorage storage, string agentId, int number)
    {
        var queue = storage.Queue(QueueNames.AgentCycles);
        var received = (await queue.ReceiveMessageAsync()).Value;
        var table = storage.Table(TableNames.Agents);
        var book = (await table.GetEntityAsync<TableEntity>(agentId, "book")).Value;
        var copy = new TableEntity("floor-" + agentId, "book") { ["Json0"] = book.GetString("Json0") };
        await table.SubmitTransactionAsync([
            new(TableTransactionActionType.UpsertReplace, copy),
            new(TableTransactionActionType.Add, new TableEntity(copy.PartitionKey, $"trade|{number}")),
            new(TableTransactionActionType.Add, new TableEntity(copy.PartitionKey, $"idem|{number}")),
            new(TableTransactionActionType.UpsertReplace, new TableEntity(copy.PartitionKey, "outbox|")),
        ]);
        await queue.DeleteMessageAsync(received.MessageId, received.PopReceipt);
    }

    private static async Task CreateAgentAsync(IServiceProvider services, string agentId)
    {
        var now = DateTimeOffset.UtcNow;
        var settings = new AgentSettings
        {
            Name = "Bench",
            Strategy = Strategy.Balanced,
            RiskTolerance = 5,
        };
        var agent = new AgentRecord(agentId, "usr_bench", settings, now, now);
        var book = Book.Open(Money.MaxBudget).Activate();
        await services.GetRequiredService<AgentStore>().CreateAsync(agent, book, [], default);
    }

    private static string MessageOf(string agentId, int number) =>
        QueueMessages.Write(
            new TradeOrderMessage(
                new Order
                {
                    TradeId = EntityId.Derive("trd", DateTimeOffset.UtcNow, $"bench {number}"),
                    AgentId = agentId,
                    Symbol = "SPY",
                    // In turn, so that the cash lasts and both ways count.
                    Action = number % 2 == 0 ? TradeAction.Buy : TradeAction.Sell,
                    Quantity = 1,
                    SubmittedAt = DateTimeOffset.UtcNow,
                },
                "usr_bench"
            )
        );
}
