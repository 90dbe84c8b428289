using AgentTrader.Services.Storage;
using AgentTrader.Services.Trading;
using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker;

namespace AgentTrader.Functions.Trading;

/// <summary>Lets one agent decide.</summary>
public sealed class RunAgentCycle(AgentCycles cycles, PoisonReasons poison)
{
    [Function(nameof(RunAgentCycle))]
    public Task Run(
        [QueueTrigger("%InstanceName%-" + QueueNames.AgentCycles)] QueueMessage message,
        CancellationToken cancellationToken
    ) =>
        poison.HandleAsync(
            QueueNames.AgentCycles,
            message,
            body => cycles.RunAsync(QueueMessages.Read<AgentCycleMessage>(body), cancellationToken)
        );
}
