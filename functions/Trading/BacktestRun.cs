using AgentTrader.Services.Storage;
using AgentTrader.Services.Trading.Backtests;
using Microsoft.Azure.Functions.Worker;

namespace AgentTrader.Functions.Trading;

/// <summary>Takes each backtest from the queue to its end.</summary>
public sealed class BacktestRun(BacktestJob job)
{
    [Function("RunBacktest")]
    public Task Run(
        [QueueTrigger("%InstanceName%-" + QueueNames.Backtests)] string message,
        CancellationToken cancellationToken
    ) => job.RunAsync(QueueMessages.Read<BacktestRecord>(message), cancellationToken);
}
