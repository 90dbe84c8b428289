using AgentTrader.Services.Trading;
using Microsoft.Azure.Functions.Worker;

namespace AgentTrader.Functions.Trading;

/// <summary>Looks every second whether a price has reached a level, so that a stop does not wait for the next cycle.</summary>
public sealed class StopCheck(StopChecks checks)
{
    [Function(nameof(StopCheck))]
    public Task Run(
        [TimerTrigger("%StopCheckSchedule%", UseMonitor = false)] TimerInfo timer,
        CancellationToken cancellationToken
    ) => checks.CheckAsync(cancellationToken);
}
