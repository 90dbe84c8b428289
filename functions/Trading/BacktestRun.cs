using AgentTrader.Services.Storage;
using AgentTrader.Services.Trading.Backtests;
using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker;

namespace AgentTrader.Functions.Trading;

/// <summary>Takes each backtest from the queue to its end.</summary>
public sealed class BacktestRun(BacktestJob job, PoisonReasons poison)
{
    [Function("RunBacktest")]
    public Task Run(
        [QueueTrigger("%InstanceName%-" + QueueNames.Backtests)] QueueMessage message,
        CancellationToken cancellationToken
    ) =>
        poison.HandleAsync(
            QueueNames.Backtests,
            message,
            body => job.RunAsync(QueueMessages.Read<BacktestRecord>(body), cancellationToken)
        );
}
