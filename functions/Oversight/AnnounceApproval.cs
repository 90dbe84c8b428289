using AgentTrader.Services.Oversight.Notices;
using AgentTrader.Services.Storage;
using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker;

namespace AgentTrader.Functions.Oversight;

/// <summary>Tells approvers what happens to a request, away from the request's own clock.</summary>
public sealed class AnnounceApproval(ApprovalAnnouncer announcer, PoisonReasons poison)
{
    [Function(nameof(AnnounceApproval))]
    public Task Run(
        [QueueTrigger("%InstanceName%-" + QueueNames.ApprovalNotices)] QueueMessage message,
        CancellationToken cancellationToken
    ) =>
        poison.HandleAsync(
            QueueNames.ApprovalNotices,
            message,
            body => announcer.AnnounceAsync(QueueMessages.Read<ApprovalNotice>(body), cancellationToken)
        );
}
