using AgentTrader.Services.Notifications;
using AgentTrader.Services.Storage;
using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.Logging;

namespace AgentTrader.Services.Audit;

/// <summary>
/// The events that could not be written into the audit log as often as the bus tries, which is ten times within moments: they wait
/// among the subscription's dead letters until storage is well, and no event is missing from the log for good.
/// </summary>
public sealed class LateEntries(ServiceBusReceiver deadLetters, AuditLog audit, ILogger<LateEntries> log)
{
    private const int Batch = 50;
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(1);

    /// <summary>Writes them all. An event that is in the log is not written again.</summary>
    public async Task RecordAsync(CancellationToken cancellationToken)
    {
        while (await deadLetters.ReceiveMessagesAsync(Batch, Wait, cancellationToken) is { Count: > 0 } messages)
        {
            foreach (var message in messages)
            {
                if (QueueMessages.TryRead<AgentEvent>(message.Body.ToString(), log) is { } happened)
                {
                    await audit.AppendAsync(happened.ToAuditEntry(), cancellationToken);
                }

                await deadLetters.CompleteMessageAsync(message, cancellationToken);
            }

            log.LogWarning("{Count} events were late for the audit log and are in it now.", messages.Count);
        }
    }
}
