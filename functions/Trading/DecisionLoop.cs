using AgentTrader.Services.Trading;
using Microsoft.Azure.Functions.Worker;

namespace AgentTrader.Functions.Trading;

/// <summary>Wakes every active agent once a market minute.</summary>
public sealed class DecisionLoop(AgentWakeUps wakeUps)
{
    [Function(nameof(DecisionLoop))]
    public Task Run([TimerTrigger("%DecisionLoopSchedule%")] TimerInfo timer, CancellationToken cancellationToken) =>
        wakeUps.SendAllAsync(CycleReason.DecisionLoop, cancellationToken);
}
