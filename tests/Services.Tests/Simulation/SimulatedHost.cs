using AgentTrader.Services.Audit;
using AgentTrader.Services.Identity;
using AgentTrader.Services.Market;
using AgentTrader.Services.Notifications;
using AgentTrader.Services.Oversight;
using AgentTrader.Services.Storage;
using AgentTrader.Services.Trading;
using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AgentTrader.Services.Tests.Simulation;

/// <summary>One life of the process: the real services, with nothing remembered from the life before.</summary>
internal sealed class SimulatedHost : IDisposable
{
    // A pure function of symbol and instant; shared, because its bars are worth keeping.
    private static readonly SyntheticMarketData Market = new(1);
    private readonly ServiceProvider services;

    public SimulatedHost(
        MemoryCloud cloud,
        InstanceStorage storage,
        MemoryOrchestrations orchestrations,
        TimeProvider clock,
        IMarketData? market = null
    )
    {
        Orchestrations = orchestrations;
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection(
                new Dictionary<string, string?>
                {
                    ["Jwt:SigningKey"] = "a key that nothing in a simulation uses",
                    ["InstanceName"] = "sim",
                }
            )
            .Build();
        services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(clock)
            .AddSingleton(storage)
            .AddSingleton<ServiceBusSender>(cloud.Topic)
            .AddSingleton<OutboxMark>()
            .AddSingleton<Outbox>()
            .AddSingleton<AuditLog>()
            // Market time is the simulation's own.
            .AddSingleton(new MarketOptions { Simulated = false })
            .AddSingleton(market ?? Market)
            .AddSingleton<MarketClock>()
            .AddSingleton<MarketHistory>()
            .AddTrading()
            .AddIdentity(settings)
            .BuildServiceProvider();
        // Agrees with nobody and stores nothing, as time is not simulated.
        _ = Get<MarketClock>().StartAsync(CancellationToken.None);
    }

    public MemoryOrchestrations Orchestrations { get; }

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    /// <summary>What the function behind the message's queue does.</summary>
    public Task HandleAsync(SimulatedMessage message) =>
        message.Queue switch
        {
            "sim-" + QueueNames.TradeOrders => Get<TradeExecutor>()
                .ExecuteAsync(QueueMessages.Read<TradeOrderMessage>(message.Body), Orchestrations, default),
            "sim-" + QueueNames.TradeOrders + QueueNames.PoisonEnding => Get<TradeExecutor>()
                .AbandonAsync(QueueMessages.Read<TradeOrderMessage>(message.Body), Orchestrations, default),
            "sim-" + QueueNames.AgentCycles => Get<AgentCycles>()
                .RunAsync(QueueMessages.Read<AgentCycleMessage>(message.Body), default),
            // Tells people, and changes nothing.
            "sim-" + QueueNames.ApprovalNotices => Task.CompletedTask,
            null => QueueMessages.Read<AgentEvent>(message.Body) is { IsAudited: true } happened
                ? Get<AuditLog>().AppendAsync(happened.ToAuditEntry(), default)
                : Task.CompletedTask,
            _ => throw new InvalidOperationException($"There is no queue {message.Queue}."),
        };

    /// <summary>What the orchestration does once it was woken, by the event or by the timer.</summary>
    public async Task ReleaseAsync(MemoryApproval approval)
    {
        var oversight = Get<ApprovalProcess>();
        if (approval.TimedOut)
        {
            await oversight.ExpireAsync(approval.Input.RequestId, default);
        }

        await oversight.ReleaseAsync(approval.Input.RequestId, default);
        approval.Finished = true;
    }

    public void Dispose() => services.Dispose();
}
