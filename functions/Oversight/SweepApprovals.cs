using AgentTrader.Services.Oversight;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace AgentTrader.Functions.Oversight;

/// <summary>Sends decided trades on their way where the process that took the decision did not live to.</summary>
public sealed class SweepApprovals(OversightService oversight, TimeProvider time)
{
    /// <summary>Longer than a release takes, so that the sweep does not race it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    [Function(nameof(SweepApprovals))]
    public Task Run(
        [TimerTrigger("*/15 * * * * *")] TimerInfo timer,
        [DurableClient] DurableTaskClient orchestrations,
        CancellationToken cancellationToken
    ) => oversight.ResumeAllAsync(time.GetUtcNow() - Patience, orchestrations, cancellationToken);
}
