using AgentTrader.Core.Agents;
using AgentTrader.Services.Agents;
using AgentTrader.Services.Market;
using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace AgentTrader.Services.Trading;

/// <summary>
/// Entries that are made in several steps, minutes of the market apart (document 5, requirement 11.3). The plan is in the
/// agent's book and every cycle carries out what is due of it; the orchestration makes sure that there is a cycle in time. One
/// that a crash kept from starting is made up for by the decision loop.
/// </summary>
public sealed class EntrySteps(AgentStore agents, AgentWakeUps wakeUps, MarketClock clock)
{
    /// <summary>The name of the orchestration.</summary>
    public const string Orchestration = "GradualEntry";

    /// <summary>Starts the orchestrations of entries, each once.</summary>
    public static async Task BeginAsync(
        IEnumerable<EntryStepsInput> begun,
        DurableTaskClient orchestrations,
        CancellationToken cancellationToken
    )
    {
        foreach (var entry in begun)
        {
            try
            {
                await orchestrations.ScheduleNewOrchestrationInstanceAsync(
                    Orchestration,
                    entry,
                    new StartOrchestrationOptions("entry-" + entry.DecisionId),
                    cancellationToken
                );
            }
            catch (OrchestrationAlreadyExistsException)
            {
                // An earlier cycle began it.
            }
        }
    }

    /// <summary>Wakes the agent if a step of the entry is due.</summary>
    /// <returns>
    /// Wall time to look again; null when all steps are done, the entry was given up, or the agent was paused or stopped: once
    /// it is active again, the decision loop goes on with what is left.
    /// </returns>
    public async Task<DateTimeOffset?> WakeAsync(EntryStepsInput input, CancellationToken cancellationToken)
    {
        var state = await agents.FindAsync(input.AgentId, cancellationToken);
        var plan = state?.Book.Engine.Plans.FirstOrDefault(each => each.DecisionId == input.DecisionId);
        if (state is not { Book.Status: AgentStatus.Active } || plan is null || clock.HasEnded)
        {
            return null;
        }

        var now = clock.MarketNow;
        if (plan.NextAt > now)
        {
            return clock.WallAt(plan.NextAt);
        }

        await wakeUps.SendAsync(input.AgentId, CycleReason.Tranche, cancellationToken);
        return clock.WallAt(now + state.Engine.Config.TrancheInterval);
    }
}
