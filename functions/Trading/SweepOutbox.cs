using AgentTrader.Services.Storage;
using Microsoft.Azure.Functions.Worker;

namespace AgentTrader.Functions.Trading;

/// <summary>Sends what a process promised and did not live to send.</summary>
public sealed class SweepOutbox(Outbox outbox)
{
    [Function(nameof(SweepOutbox))]
    public Task Run([TimerTrigger("*/15 * * * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        outbox.SweepAsync(cancellationToken);

    /// <summary>
    /// Once an hour, whether or not a process is known to have died: one that stood still for half a minute, and died as it went
    /// on, has outlived its mark.
    /// </summary>
    [Function("SearchOutbox")]
    public Task Search([TimerTrigger("0 41 * * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        outbox.SearchAsync(cancellationToken);
}
