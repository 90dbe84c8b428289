using System.Collections.Concurrent;
using Azure;

namespace AgentTrader.Emulator.Durable;

/// <summary>
/// Takes deliveries into an orchestration: runs its next episode, commits it, sends what it asked for, and only then lets the
/// deliveries go. The version of the instance's row decides between hosts; the loser's work is dropped and done anew.
/// </summary>
internal sealed class OrchestrationProcessor(
    TaskHub hub,
    OrchestratorRunner runner,
    EpisodePlanner planner,
    TimeProvider clock
)
{
    private const int MostAttempts = 20;
    private const int MostRemembered = 1_000;
    private static readonly TimeSpan EarlyWait = TimeSpan.FromMilliseconds(500);

    // Saves reading a history that this process has just written. A commit fails when it is out of date.
    private readonly ConcurrentDictionary<string, InstanceState> remembered = new();

    /// <summary>Called at each checkpoint; a test that does not return from it has killed the host there.</summary>
    public Func<Checkpoint, Task> Reached { get; set; } = _ => Task.CompletedTask;

    public async Task ProcessAsync(
        string instanceId,
        IReadOnlyList<Delivery> deliveries,
        CancellationToken cancellation
    )
    {
        string? lastTry = null;
        for (var attempt = 1; attempt <= MostAttempts; attempt++)
        {
            var state = remembered.TryGetValue(instanceId, out var known)
                ? known
                : await hub.Instances.LoadAsync(instanceId, cancellation);
            var inbox = Inbox.Sort(state, deliveries);
            if (known is not null && inbox.Drops)
            {
                // Another host may have taken the orchestration further: what is out of date must not decide what is dropped.
                remembered.TryRemove(instanceId, out _);
                continue;
            }

            if (state?.Find(lastTry) is { } committed)
            {
                // It was stored after all: only the answer was lost.
                inbox = inbox with
                {
                    Fresh = [],
                    Unsent = [.. inbox.Unsent, committed],
                };
            }

            if (inbox.Fresh.Count == 0)
            {
                await FinishAsync(inbox, deliveries, cancellation);
                return;
            }

            var step = await RunAsync(instanceId, state, inbox.Fresh, cancellation);
            if (await TryCommitAsync(step, cancellation))
            {
                await FinishAsync(inbox, deliveries, cancellation);
                return;
            }

            lastTry = step.Episode.Id;
            remembered.TryRemove(instanceId, out _);
        }

        throw new InvalidOperationException(
            $"The orchestration '{instanceId}' was changed by others {MostAttempts} times while its next step ran."
        );
    }

    /// <summary>Forgets what was read: the next step reads it anew.</summary>
    public void Forget(string instanceId) => remembered.TryRemove(instanceId, out _);

    private async Task<Step> RunAsync(
        string instanceId,
        InstanceState? state,
        IReadOnlyList<HistoryEvent> events,
        CancellationToken cancellation
    )
    {
        var now = clock.GetUtcNow();
        var before = RowToRunOn(instanceId, state, events, now);
        var past = state is null || before.ExecutionId != state.Instance.ExecutionId ? [] : state.Episodes;
        HistoryEvent[] history = [.. past.SelectMany(episode => episode.Events)];
        HistoryEvent[] fresh = [new(HistoryEventKind.EpisodeStarted) { At = now }, .. events];
        var ending = events.FirstOrDefault(entry => entry.Kind == HistoryEventKind.Terminated);
        var result = ending is null
            ? await runner.RunAsync(before, history, fresh, cancellation)
            : EpisodeResult.Ended(ending.Data);
        var (after, episode) = await planner.PlanAsync(before, fresh, result, cancellation);
        if (!InstanceStore.Fits(episode))
        {
            // A step too large to store ends the orchestration instead of being tried for ever.
            result = EpisodeResult.Failed(
                "One step of the orchestration asks for more than a storage transaction holds. Schedule fewer tasks at once."
            );
            (after, episode) = await planner.PlanAsync(before, fresh[..1], result, cancellation);
        }

        return new(before, after, past, episode, state?.Version);
    }

    private async Task<bool> TryCommitAsync(Step step, CancellationToken cancellation)
    {
        var (before, after, past, episode, expected) = step;
        if (await hub.Instances.TryCommitAsync(before, after, episode, expected, cancellation) is not { } version)
        {
            return false;
        }

        await Reached(Checkpoint.EpisodeCommitted);
        hub.InstanceChanged.Signal();
        Remember(before, after, past, episode, version);
        await hub.SendAsync(episode, cancellation);
        await Reached(Checkpoint.EpisodeSent);
        if (before.Generation > 0 && before.Episodes == 0)
        {
            await hub.Instances.DeleteAsync(before.Id, before.Generation, cancellation);
        }

        return true;
    }

    private static Instance RowToRunOn(
        string instanceId,
        InstanceState? state,
        IReadOnlyList<HistoryEvent> events,
        DateTimeOffset now
    )
    {
        if (events[0] is not { Kind: HistoryEventKind.ExecutionStarted } start)
        {
            return state!.Instance;
        }

        var executionId = start.MessageId![..start.MessageId!.IndexOf(':', StringComparison.Ordinal)];
        return state?.Instance.ExecutionId == executionId
            ? state.Instance
            : new Instance(instanceId, start.Name!, executionId)
            {
                Generation = state is null ? 0 : state.Instance.Generation + 1,
                CreatedAt = now,
                Input = start.Data,
                Parent = start.Parent,
            };
    }

    private void Remember(
        Instance before,
        Instance after,
        IReadOnlyList<StoredEpisode> past,
        StoredEpisode episode,
        ETag version
    )
    {
        if (after.IsFinished || after.ExecutionId != before.ExecutionId || version == default)
        {
            remembered.TryRemove(after.Id, out _);
            return;
        }

        if (remembered.Count >= MostRemembered)
        {
            remembered.Clear();
        }

        remembered[after.Id] = new(after, version, [.. past, episode]);
    }

    private async Task FinishAsync(Inbox inbox, IReadOnlyList<Delivery> deliveries, CancellationToken cancellation)
    {
        foreach (var episode in inbox.Unsent)
        {
            await hub.SendAsync(episode, cancellation);
        }

        foreach (var start in inbox.Refused)
        {
            await hub.SendAsync(EpisodePlanner.Refuse(start), cancellation);
        }

        await Task.WhenAll(
            deliveries.Select(delivery =>
                inbox.Early.Contains(delivery)
                    ? delivery.Received.ReleaseAsync(EarlyWait)
                    : delivery.Received.DeleteAsync()
            )
        );
    }

    private sealed record Step(
        Instance Before,
        Instance After,
        IReadOnlyList<StoredEpisode> Past,
        StoredEpisode Episode,
        ETag? Expected
    );
}
