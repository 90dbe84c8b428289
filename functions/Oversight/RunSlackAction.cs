using AgentTrader.Services.Oversight.Slack;
using AgentTrader.Services.Storage;
using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace AgentTrader.Functions.Oversight;

/// <summary>Does what somebody asked for in Slack.</summary>
public sealed class RunSlackAction(SlackActionHandler handler, PoisonReasons poison)
{
    [Function(nameof(RunSlackAction))]
    public Task Run(
        [QueueTrigger("%InstanceName%-" + QueueNames.SlackActions)] QueueMessage message,
        [DurableClient] DurableTaskClient orchestrations,
        CancellationToken cancellationToken
    ) =>
        poison.HandleAsync(
            QueueNames.SlackActions,
            message,
            body => handler.HandleAsync(QueueMessages.Read<SlackAction>(body), orchestrations, cancellationToken)
        );
}
