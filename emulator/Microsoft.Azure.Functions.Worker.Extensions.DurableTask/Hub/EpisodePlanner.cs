using Microsoft.DurableTask.Client;

namespace AgentTrader.Emulator.Durable;

/// <summary>Turns what an episode came to into what is stored and sent.</summary>
internal sealed class EpisodePlanner(Payloads payloads)
{
    // Beyond this the rest goes to blobs, so that one commit stays within a transaction.
    private const int MostInline = 300_000;
    private const int ShortInline = 1_000;

    /// <param name="before">The row that the episode ran on.</param>
    /// <param name="fresh">The events it took in, its own beginning first.</param>
    /// <param name="result">What it came to.</param>
    /// <param name="cancellation">Cancels the writing of blobs.</param>
    public async Task<(Instance After, StoredEpisode Episode)> PlanAsync(
        Instance before,
        IReadOnlyList<HistoryEvent> fresh,
        EpisodeResult result,
        CancellationToken cancellation
    )
    {
        var inline = fresh.Sum(entry => entry.Data?.Length ?? 0);
        var now = fresh[0].At!.Value;
        var messages = new List<ControlMessage>();
        var activities = new List<ActivityMessage>();
        foreach (var action in result.Actions)
        {
            var receiver = action.Event.InstanceId ?? before.Id;
            var input = await KeepAsync(receiver, action.Input);
            if (action.Event.Kind == HistoryEventKind.ActivityScheduled)
            {
                activities.Add(new(before.Id, before.ExecutionId, action.Event.TaskId, action.Event.Name!, input));
            }
            else
            {
                messages.Add(Message(before, action.Event, input, now));
            }
        }

        var status = result.Terminated ? before.CustomStatus : await KeepAsync(before.Id, result.CustomStatus);
        var after = before with { Episodes = before.Episodes + 1, UpdatedAt = now, CustomStatus = status };
        if (result.Next is { } next)
        {
            after = Restarted(after, await KeepAsync(before.Id, next.Input));
            messages.Add(StartOf(after, next.CarriedOver));
        }
        else
        {
            var output = await KeepAsync(before.Id, result.Output ?? result.Failure?.ToString());
            after = after with { Status = StatusOf(result), Output = output };
            if (result.Completed && before.Parent is { } parent)
            {
                var answer = await KeepAsync(parent.InstanceId, result.Output);
                messages.Add(Answer(parent, before.ExecutionId, result, answer));
            }
        }

        HistoryEvent[] events = [.. fresh, .. result.Actions.Select(action => action.Event)];
        return (after, new(Guid.NewGuid().ToString("N"), events, messages, activities));

        // In the receiver's folder: what it may still read must not go when the sender is purged.
        async Task<string?> KeepAsync(string owner, string? text)
        {
            var longest = inline > MostInline ? ShortInline : Payloads.LongestInline;
            var kept = await payloads.StoreAsync(owner, text, cancellation, longest);
            inline += kept?.Length ?? 0;
            return kept;
        }
    }

    /// <summary>The message that begins an execution: its row is there, or comes with its first episode.</summary>
    public static ControlMessage StartOf(Instance instance, IReadOnlyList<HistoryEvent> carriedOver) =>
        new(
            instance.Id,
            instance.ExecutionId,
            new(HistoryEventKind.ExecutionStarted)
            {
                Name = instance.Name,
                Data = instance.Input,
                Parent = instance.Parent,
                CarriedOver = carriedOver.Count > 0 ? carriedOver : null,
                MessageId = instance.ExecutionId + ":start",
            }
        );

    /// <summary>Tells a parent that its call failed before it began.</summary>
    public static ControlMessage Refuse(ControlMessage start) =>
        Answer(
            start.Event.Parent!,
            start.ExecutionId!,
            EpisodeResult.Failed($"An Orchestration instance with the ID {start.InstanceId} already exists."),
            null
        );

    private static ControlMessage Message(Instance from, HistoryEvent asked, string? input, DateTimeOffset now) =>
        asked.Kind switch
        {
            HistoryEventKind.TimerCreated => new(
                from.Id,
                from.ExecutionId,
                new(HistoryEventKind.TimerFired)
                {
                    TaskId = asked.TaskId,
                    MessageId = $"{from.ExecutionId}:{asked.TaskId}:fired",
                },
                asked.At > now ? asked.At : null
            ),
            HistoryEventKind.SubOrchestrationScheduled => StartOf(
                new(asked.InstanceId!, asked.Name!, Guid.NewGuid().ToString("N"))
                {
                    Input = input,
                    Parent = new(from.Id, from.Name, from.ExecutionId, asked.TaskId),
                },
                []
            ),
            _ => new(
                asked.InstanceId!,
                null,
                new(HistoryEventKind.EventRaised)
                {
                    Name = asked.Name,
                    Data = input,
                    MessageId = $"{from.ExecutionId}:{asked.TaskId}:sent",
                }
            ),
        };

    private static ControlMessage Answer(ParentLink parent, string executionId, EpisodeResult result, string? output)
    {
        var failure = result.Terminated ? Failures.Of(output ?? "The orchestration was terminated.") : result.Failure;
        return new(
            parent.InstanceId,
            parent.ExecutionId,
            new(failure is null ? HistoryEventKind.TaskCompleted : HistoryEventKind.TaskFailed)
            {
                TaskId = parent.TaskId,
                Data = failure is null ? output : null,
                Failure = failure,
                MessageId = executionId + ":answer",
            }
        );
    }

    private static Instance Restarted(Instance instance, string? input) =>
        instance with
        {
            ExecutionId = Guid.NewGuid().ToString("N"),
            Generation = instance.Generation + 1,
            Episodes = 0,
            Status = OrchestrationRuntimeStatus.Running,
            Input = input,
            Output = null,
        };

    private static OrchestrationRuntimeStatus StatusOf(EpisodeResult result) =>
        result switch
        {
            { Terminated: true } => OrchestrationRuntimeStatus.Terminated,
            { Failure: not null } => OrchestrationRuntimeStatus.Failed,
            { Completed: true } => OrchestrationRuntimeStatus.Completed,
            { Suspended: true } => OrchestrationRuntimeStatus.Suspended,
            _ => OrchestrationRuntimeStatus.Running,
        };
}
