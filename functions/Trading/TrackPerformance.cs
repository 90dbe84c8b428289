using AgentTrader.Services.Trading;
using Microsoft.Azure.Functions.Worker;

namespace AgentTrader.Functions.Trading;

/// <summary>Every five minutes of the market, keeps what the agents that do not decide are worth; the others' cycles do so.</summary>
public sealed class TrackPerformance(AgentWakeUps wakeUps)
{
    [Function(nameof(TrackPerformance))]
    public Task Run([TimerTrigger("%DecisionLoopSchedule%")] TimerInfo timer, CancellationToken cancellationToken) =>
        wakeUps.SendToRestingAsync(cancellationToken);
}
