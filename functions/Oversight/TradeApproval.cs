using AgentTrader.Services.Oversight;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace AgentTrader.Functions.Oversight;

/// <summary>Waits for a person, ten minutes at most, and then sends the trade on its way (document 1, FR-013 to FR-015).</summary>
public sealed class TradeApproval(OversightService oversight)
{
    [Function(OversightService.Orchestration)]
    public static async Task<string> Run([OrchestrationTrigger] TaskOrchestrationContext context, ApprovalInput input)
    {
        using var decided = new CancellationTokenSource();
        var decision = context.WaitForExternalEvent<string>(OversightService.DecidedEvent);
        var deadline = context.CreateTimer(input.ExpiresAt.UtcDateTime, decided.Token);
        if (await Task.WhenAny(decision, deadline) == decision)
        {
            decided.Cancel();
        }
        else
        {
            // Asks the stored request, which a click may have decided in the same instant.
            await context.CallActivityAsync(nameof(ExpireApproval), input.RequestId);
        }

        await context.CallActivityAsync(nameof(ReleaseTrade), input.RequestId);
        return input.RequestId;
    }

    [Function(nameof(ExpireApproval))]
    public Task<OversightStatus> ExpireApproval(
        [ActivityTrigger] string requestId,
        CancellationToken cancellationToken
    ) => oversight.ExpireAsync(requestId, cancellationToken);

    [Function(nameof(ReleaseTrade))]
    public Task ReleaseTrade([ActivityTrigger] string requestId, CancellationToken cancellationToken) =>
        oversight.ReleaseAsync(requestId, cancellationToken);
}
