using AgentTrader.Services.Oversight;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace AgentTrader.Functions.Oversight;

/// <summary>
/// Waits for a person, ten minutes at most: reminds at half of the time, escalates at 80 %, ends as expired, and then sends the
/// trade on its way (document 1, FR-013 to FR-015). The stored request says where things stand; this only keeps the time.
/// </summary>
public sealed class TradeApproval(ApprovalProcess approvals)
{
    /// <summary>For storage that is away for a moment; what fails longer is taken up by <see cref="SweepApprovals"/>.</summary>
    private static readonly TaskOptions Patient = TaskOptions.FromRetryPolicy(
        new RetryPolicy(maxNumberOfAttempts: 8, firstRetryInterval: TimeSpan.FromMilliseconds(200), 2.0)
    );

    [Function(ApprovalProcess.Orchestration)]
    public static async Task<string> Run([OrchestrationTrigger] TaskOrchestrationContext context, ApprovalInput input)
    {
        var decision = context.WaitForExternalEvent<string>(ApprovalProcess.DecidedEvent);
        (string Step, DateTimeOffset At)[] steps =
        [
            (nameof(RemindApprovers), input.RemindAt),
            (nameof(EscalateApproval), input.EscalateAt),
            (nameof(ExpireApproval), input.ExpiresAt),
        ];
        foreach (var (step, at) in input.Decided ? [] : steps)
        {
            using var decided = new CancellationTokenSource();
            var timer = context.CreateTimer(at.UtcDateTime, decided.Token);
            if (await Task.WhenAny(decision, timer) == decision)
            {
                decided.Cancel();
                break;
            }

            // Asks the stored request, which a click may have decided in the same instant.
            await context.CallActivityAsync(step, input.RequestId, Patient);
        }

        await context.CallActivityAsync(nameof(ReleaseTrade), input.RequestId, Patient);
        return input.RequestId;
    }

    [Function(nameof(RemindApprovers))]
    public Task<OversightStatus> RemindApprovers(
        [ActivityTrigger] string requestId,
        CancellationToken cancellationToken
    ) => approvals.RemindAsync(requestId, cancellationToken);

    [Function(nameof(EscalateApproval))]
    public Task<OversightStatus> EscalateApproval(
        [ActivityTrigger] string requestId,
        CancellationToken cancellationToken
    ) => approvals.EscalateAsync(requestId, cancellationToken);

    [Function(nameof(ExpireApproval))]
    public Task<OversightStatus> ExpireApproval(
        [ActivityTrigger] string requestId,
        CancellationToken cancellationToken
    ) => approvals.ExpireAsync(requestId, cancellationToken);

    [Function(nameof(ReleaseTrade))]
    public Task ReleaseTrade([ActivityTrigger] string requestId, CancellationToken cancellationToken) =>
        approvals.ReleaseAsync(requestId, cancellationToken);
}
