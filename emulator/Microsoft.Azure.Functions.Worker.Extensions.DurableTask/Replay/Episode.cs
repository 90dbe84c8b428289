using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;

namespace AgentTrader.Emulator.Durable;

/// <summary>
/// Runs an orchestrator from its start over its history and the events that came since. Everything happens on the calling
/// thread; when the orchestrator waits for something that has not happened yet, it is left behind where it stands.
/// </summary>
internal sealed class Episode(OrchestratorContext context, DataConverter converter)
{
    private readonly Queue<HistoryEvent> held = new();
    private readonly SortedDictionary<int, OrchestratorAction> heldActions = [];
    private Task<object?> result = Task.FromResult<object?>(null);
    private bool suspended;

    /// <param name="past">The history as stored, beginning with its first episode.</param>
    /// <param name="fresh">An episode start and the events that came.</param>
    /// <param name="orchestrator">Calls the orchestrator function with the context, through the middleware.</param>
    public EpisodeResult Run(
        IEnumerable<HistoryEvent> past,
        IEnumerable<HistoryEvent> fresh,
        Func<Task<object?>> orchestrator
    )
    {
        var outer = SynchronizationContext.Current;
        var thread = new EpisodeThread();
        SynchronizationContext.SetSynchronizationContext(thread);
        context.Open();
        try
        {
            Play(past, replaying: true, orchestrator);
            Play(fresh, replaying: false, orchestrator);
            return Result(thread.Left);
        }
        catch (Exception error)
        {
            // The history does not fit the code, or a result or a status cannot be written.
            return Broken(error);
        }
        finally
        {
            context.Close();
            SynchronizationContext.SetSynchronizationContext(outer);
        }
    }

    private void Play(IEnumerable<HistoryEvent> events, bool replaying, Func<Task<object?>> orchestrator)
    {
        context.SetReplaying(replaying);
        foreach (var entry in events)
        {
            Play(entry, orchestrator);
        }
    }

    private void Play(HistoryEvent entry, Func<Task<object?>> orchestrator)
    {
        if (entry.Kind == HistoryEventKind.EpisodeStarted)
        {
            context.SetTime(entry.At!.Value.UtcDateTime);
            return;
        }

        if (suspended && entry.Kind != HistoryEventKind.Resumed)
        {
            held.Enqueue(entry);
            return;
        }

        switch (entry.Kind)
        {
            case HistoryEventKind.ExecutionStarted:
                Start(entry, orchestrator);
                break;
            case HistoryEventKind.TaskCompleted or HistoryEventKind.TaskFailed or HistoryEventKind.TimerFired:
                context.Complete(entry);
                break;
            case HistoryEventKind.EventRaised:
                context.Events.Raise(entry);
                break;
            case HistoryEventKind.Suspended:
                Suspend();
                break;
            case HistoryEventKind.Resumed:
                Resume(orchestrator);
                break;
            default:
                Match(entry);
                break;
        }
    }

    private void Start(HistoryEvent started, Func<Task<object?>> orchestrator)
    {
        try
        {
            result = orchestrator();
        }
        catch (Exception error)
        {
            result = Task.FromException<object?>(error);
        }

        foreach (var raised in started.CarriedOver ?? [])
        {
            context.Events.Raise(raised);
        }
    }

    // A task asked for while suspended would run before the orchestration is resumed.
    private void Suspend()
    {
        suspended = true;
        foreach (var (id, action) in context.Actions)
        {
            heldActions[id] = action;
        }

        context.Actions.Clear();
    }

    private void Resume(Func<Task<object?>> orchestrator)
    {
        suspended = false;
        foreach (var (id, action) in heldActions)
        {
            context.Actions[id] = action;
        }

        heldActions.Clear();
        while (!suspended && held.TryDequeue(out var entry))
        {
            Play(entry, orchestrator);
        }
    }

    // What history says was asked for, the code must have asked for again by now.
    private void Match(HistoryEvent entry)
    {
        var what = entry.Kind switch
        {
            HistoryEventKind.ActivityScheduled =>
                $"an activity task with sequence ID {entry.TaskId} and name '{entry.Name}'",
            HistoryEventKind.SubOrchestrationScheduled =>
                $"a sub-orchestration task with sequence ID {entry.TaskId} and name '{entry.Name}' (instance ID '{entry.InstanceId}')",
            HistoryEventKind.TimerCreated => $"a timer task with sequence number {entry.TaskId}",
            _ =>
                $"a send event task with sequence ID {entry.TaskId}, name '{entry.Name}', instance ID '{entry.InstanceId}'",
        };
        const string Question =
            "Was a change made to the orchestrator code after this instance had already started running?";
        if (!context.Actions.TryGetValue(entry.TaskId, out var action))
        {
            throw new NonDeterministicOrchestrationException(
                $"A previous execution of this orchestration scheduled {what}, but the current replay execution hasn't (yet?) scheduled this task. {Question}"
            );
        }

        if (action.Event.Kind != entry.Kind)
        {
            throw new NonDeterministicOrchestrationException(
                $"A previous execution of this orchestration scheduled {what}, but the current orchestration replay instead produced a {action.Describe()} action with this sequence number. {Question}"
            );
        }

        if (!string.Equals(action.Event.Name, entry.Name, StringComparison.OrdinalIgnoreCase))
        {
            throw new NonDeterministicOrchestrationException(
                $"A previous execution of this orchestration scheduled {what}, but the current orchestration replay instead scheduled a task named '{action.Event.Name}' with this sequence number. {Question}"
            );
        }

        context.Actions.Remove(entry.TaskId);
    }

    private EpisodeResult Result(bool leftTheThread)
    {
        if (suspended)
        {
            return Waiting();
        }

        var mayWait = context.HasOpenTasks || context.Events.HasWaiters;
        if (leftTheThread || (!result.IsCompleted && !(context.IsAccessed && mayWait)))
        {
            return Broken(new InvalidOperationException(OrchestratorContext.IllegalAwait));
        }

        // Officially an orchestration that returned stays Running until its open tasks and timers are done.
        if (!result.IsCompleted || context.HasOpenTasks)
        {
            return Waiting();
        }

        if (result.Exception is { } errors)
        {
            return Failed(Failures.From(errors.InnerExceptions[0]));
        }

        if (result.IsCanceled)
        {
            return Failed(Failures.From(new TaskCanceledException(result)));
        }

        return Waiting() with
        {
            Completed = true,
            Output = context.Next is null ? converter.Serialize(result.Result) : null,
            Next = context.Next,
        };
    }

    private EpisodeResult Waiting() => new([.. context.Actions.Values], context.CustomStatus, suspended);

    private EpisodeResult Failed(TaskFailureDetails failure) =>
        Waiting() with
        {
            Completed = true,
            Failure = failure,
            Suspended = false,
        };

    // What such a run asked for is not to be trusted.
    private static EpisodeResult Broken(Exception error) =>
        new([], null, false) { Completed = true, Failure = Failures.From(error) };

    /// <summary>
    /// Marks the episode's thread. Continuations of the context's tasks run inline on it; one that is posted here from another
    /// thread belongs to an await that is not durable, and goes no further.
    /// </summary>
    private sealed class EpisodeThread : SynchronizationContext
    {
        private readonly int owner = Environment.CurrentManagedThreadId;
        private volatile bool left;

        public bool Left => left;

        public override void Post(SendOrPostCallback d, object? state)
        {
            if (Environment.CurrentManagedThreadId == owner)
            {
                d(state);
            }
            else
            {
                left = true;
            }
        }

        public override void Send(SendOrPostCallback d, object? state) => Post(d, state);
    }
}
