using AgentTrader.Services.Audit;
using AgentTrader.Services.Notifications;
using AgentTrader.Services.Storage;
using Microsoft.Azure.Functions.Worker;

namespace AgentTrader.Functions.Audit;

/// <summary>Writes each event that is a deed or a change into the audit log, once.</summary>
public sealed class RecordAudit(AuditLog audit, LateEntries late)
{
    [Function(nameof(RecordAudit))]
    public Task Run(
        [ServiceBusTrigger("%InstanceName%-" + EventTopic.Name, EventTopic.Audit, Connection = "ServiceBus")]
            string message,
        CancellationToken cancellationToken
    ) =>
        QueueMessages.Read<AgentEvent>(message) is { IsAudited: true } happened
            ? audit.AppendAsync(happened.ToAuditEntry(), cancellationToken)
            : Task.CompletedTask;

    /// <summary>Once a minute, writes those that failed too often.</summary>
    [Function("RecordLateAudit")]
    public Task Late([TimerTrigger("20 * * * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        late.RecordAsync(cancellationToken);
}
