using AgentTrader.Services.Storage;
using AgentTrader.Services.Trading;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace AgentTrader.Functions.Trading;

/// <summary>Ends each order that failed too often, so that no trade stays pending.</summary>
public sealed class AbandonTrade(TradeExecutor executor, ILogger<AbandonTrade> log)
{
    [Function(nameof(AbandonTrade))]
    public async Task Run(
        [QueueTrigger("%InstanceName%-" + QueueNames.TradeOrders + QueueNames.PoisonEnding)] string message,
        [DurableClient] DurableTaskClient orchestrations,
        CancellationToken cancellationToken
    )
    {
        if (QueueMessages.TryRead<TradeOrderMessage>(message, log) is { } order)
        {
            await executor.AbandonAsync(order, orchestrations, cancellationToken);
        }
    }
}
