using AgentTrader.Services.Storage;
using AgentTrader.Services.Trading.Backtests;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace AgentTrader.Functions.Trading;

/// <summary>Ends each backtest whose message failed too often, so that none stays queued or running.</summary>
public sealed class AbandonBacktest(BacktestJob job, ILogger<AbandonBacktest> log)
{
    [Function(nameof(AbandonBacktest))]
    public async Task Run(
        [QueueTrigger("%InstanceName%-" + QueueNames.Backtests + QueueNames.PoisonEnding)] string message,
        CancellationToken cancellationToken
    )
    {
        if (QueueMessages.TryRead<BacktestRecord>(message, log) is { } backtest)
        {
            await job.AbandonAsync(backtest, cancellationToken);
        }
    }
}
