using AgentTrader.Services.Storage;
using AgentTrader.Services.Trading;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace AgentTrader.Functions.Trading;

/// <summary>Takes each order from the queue to its end.</summary>
public sealed class ExecuteTrade(TradeExecutor executor)
{
    [Function(nameof(ExecuteTrade))]
    public Task Run(
        [QueueTrigger("%InstanceName%-" + QueueNames.TradeOrders)] string message,
        [DurableClient] DurableTaskClient orchestrations,
        CancellationToken cancellationToken
    ) => executor.ExecuteAsync(QueueMessages.Read<TradeOrderMessage>(message), orchestrations, cancellationToken);
}
