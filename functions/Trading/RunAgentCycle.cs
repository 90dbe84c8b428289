using AgentTrader.Services.Storage;
using AgentTrader.Services.Trading;
using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace AgentTrader.Functions.Trading;

/// <summary>Lets one agent decide.</summary>
public sealed class RunAgentCycle(AgentCycles cycles, PoisonReasons poison)
{
    [Function(nameof(RunAgentCycle))]
    public Task Run(
        [QueueTrigger("%InstanceName%-" + QueueNames.AgentCycles)] QueueMessage message,
        [DurableClient] DurableTaskClient orchestrations,
        CancellationToken cancellationToken
    ) =>
        poison.HandleAsync(
            QueueNames.AgentCycles,
            message,
            async body =>
                await EntrySteps.BeginAsync(
                    await cycles.RunAsync(QueueMessages.Read<AgentCycleMessage>(body), cancellationToken),
                    orchestrations,
                    cancellationToken
                )
        );
}
