using AgentTrader.Services.Storage;
using Microsoft.Azure.Functions.Worker;

namespace AgentTrader.Functions.Trading;

/// <summary>Once a minute, sends what a process promised and did not live to send.</summary>
public sealed class SweepOutbox(Outbox outbox, TimeProvider time)
{
    /// <summary>Longer than a relay takes, so that the sweep does not race the process that is sending.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    [Function(nameof(SweepOutbox))]
    public Task Run([TimerTrigger("30 * * * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        outbox.SweepAsync(time.GetUtcNow() - Patience, cancellationToken);
}
