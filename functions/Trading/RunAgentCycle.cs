using AgentTrader.Services.Storage;
using AgentTrader.Services.Trading;
using Microsoft.Azure.Functions.Worker;

namespace AgentTrader.Functions.Trading;

/// <summary>Lets one agent decide.</summary>
public sealed class RunAgentCycle(AgentCycles cycles)
{
    [Function(nameof(RunAgentCycle))]
    public Task Run(
        [QueueTrigger("%InstanceName%-" + QueueNames.AgentCycles)] string message,
        CancellationToken cancellationToken
    ) => cycles.RunAsync(QueueMessages.Read<AgentCycleMessage>(message), cancellationToken);
}
