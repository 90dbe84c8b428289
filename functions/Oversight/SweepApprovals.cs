using AgentTrader.Services.Oversight;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace AgentTrader.Functions.Oversight;

/// <summary>Sends decided and overdue trades on their way where the process that should have did not live to.</summary>
public sealed class SweepApprovals(ApprovalProcess approvals, TimeProvider time)
{
    /// <summary>Longer than a release takes, so that the sweep does not race it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    [Function(nameof(SweepApprovals))]
    public Task Run(
        [TimerTrigger("*/15 * * * * *")] TimerInfo timer,
        [DurableClient] DurableTaskClient orchestrations,
        CancellationToken cancellationToken
    ) => approvals.ResumeAllAsync(time.GetUtcNow() - Patience, orchestrations, cancellationToken);
}
