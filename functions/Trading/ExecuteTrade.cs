using AgentTrader.Services.Storage;
using AgentTrader.Services.Trading;
using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace AgentTrader.Functions.Trading;

/// <summary>Takes each order from the queue to its end.</summary>
public sealed class ExecuteTrade(TradeExecutor executor, PoisonReasons poison)
{
    [Function(nameof(ExecuteTrade))]
    public Task Run(
        [QueueTrigger("%InstanceName%-" + QueueNames.TradeOrders)] QueueMessage message,
        [DurableClient] DurableTaskClient orchestrations,
        CancellationToken cancellationToken
    ) =>
        poison.HandleAsync(
            QueueNames.TradeOrders,
            message,
            body =>
                executor.ExecuteAsync(QueueMessages.Read<TradeOrderMessage>(body), orchestrations, cancellationToken)
        );
}
