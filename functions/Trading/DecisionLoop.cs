using AgentTrader.Services.Trading;
using Microsoft.Azure.Functions.Worker;

namespace AgentTrader.Functions.Trading;

/// <summary>Wakes every active agent once a market minute.</summary>
public sealed class DecisionLoop(AgentCycles cycles)
{
    [Function(nameof(DecisionLoop))]
    public Task Run([TimerTrigger("%DecisionLoopSchedule%")] TimerInfo timer, CancellationToken cancellationToken) =>
        cycles.WakeAllAsync(cancellationToken);
}
