using AgentTrader.Services.Trading;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace AgentTrader.Functions.Trading;

/// <summary>
/// Wakes an agent for each step of an entry that it makes in several (document 5, requirement 11.3). Whether the step is still
/// right is the engine's to say, as it is in a backtest.
/// </summary>
public sealed class GradualEntry(EntrySteps steps)
{
    [Function(EntrySteps.Orchestration)]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context, EntryStepsInput input)
    {
        var next = await context.CallActivityAsync<DateTimeOffset?>(nameof(WakeForStep), input);
        while (next is { } at)
        {
            await context.CreateTimer(at.UtcDateTime, CancellationToken.None);
            next = await context.CallActivityAsync<DateTimeOffset?>(nameof(WakeForStep), input);
        }
    }

    [Function(nameof(WakeForStep))]
    public Task<DateTimeOffset?> WakeForStep(
        [ActivityTrigger] EntryStepsInput input,
        CancellationToken cancellationToken
    ) => steps.WakeAsync(input, cancellationToken);
}
