using AgentTrader.Services.Oversight.Notices;
using AgentTrader.Services.Storage;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace AgentTrader.Functions.Oversight;

/// <summary>Asks by e-mail what could not be announced otherwise, so that no approver goes unasked.</summary>
public sealed class AbandonAnnouncement(ApprovalAnnouncer announcer, ILogger<AbandonAnnouncement> log)
{
    [Function(nameof(AbandonAnnouncement))]
    public async Task Run(
        [QueueTrigger("%InstanceName%-" + QueueNames.ApprovalNotices + QueueNames.PoisonEnding)] string message,
        CancellationToken cancellationToken
    )
    {
        if (QueueMessages.TryRead<ApprovalNotice>(message, log) is { } notice)
        {
            await announcer.AbandonAsync(notice, cancellationToken);
        }
    }
}
