using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace AgentTrader.Emulator.Durable;

/// <summary>
/// The context an orchestrator gets: notes what it asks for and completes its tasks from history. Usable only on the
/// thread of its <see cref="Episode"/>.
/// </summary>
internal sealed class OrchestratorContext(
    string instanceId,
    HistoryEvent started,
    DataConverter converter,
    ILoggerFactory loggers
) : TaskOrchestrationContext
{
    public const string IllegalAwait =
        "An invalid asynchronous invocation was detected. This can be caused by awaiting non-durable tasks "
        + "in an orchestrator function's implementation or by middleware that invokes asynchronous code.";

    // Officially a longer timer is several of these, and task numbers count each.
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(3);

    private readonly SortedDictionary<int, OrchestratorAction> actions = [];
    private readonly Dictionary<int, TaskCompletionSource<string?>> openTasks = [];
    private readonly ExternalEvents events = new(converter);
    private DateTime now;
    private bool replaying;
    private object? customStatus;
    private (string? Input, bool KeepEvents)? next;
    private int taskCount;
    private int guidCount;
    private int ownerThread = -1;

    public override TaskName Name { get; } = new(started.Name!);

    public override string InstanceId => instanceId;

    public override ParentOrchestrationInstance? Parent { get; } =
        started.Parent is { } parent ? new(parent.Name, parent.InstanceId) : null;

    public override DateTime CurrentUtcDateTime => now;

    public override bool IsReplaying => replaying;

    protected override ILoggerFactory LoggerFactory => loggers;

    /// <summary>The orchestrator has used the context: what it awaits from then on may be a task of ours.</summary>
    public bool IsAccessed { get; private set; }

    public ExternalEvents Events => events;

    public IDictionary<int, OrchestratorAction> Actions => actions;

    public bool HasOpenTasks => openTasks.Count > 0;

    public string? CustomStatus => converter.Serialize(customStatus);

    /// <summary>Set when the orchestrator asked to continue as new.</summary>
    public NextExecution? Next =>
        next is { } wanted ? new(wanted.Input, wanted.KeepEvents ? [.. events.Unread] : []) : null;

    public void SetTime(DateTime episode) => now = episode;

    public void SetReplaying(bool value) => replaying = value;

    /// <summary>The calling thread is the only one that may use the context.</summary>
    public void Open() => ownerThread = Environment.CurrentManagedThreadId;

    /// <summary>From here on every use is refused.</summary>
    public void Close() => ownerThread = -1;

    /// <summary>Completes a task from history; a second completion of one task changes nothing.</summary>
    public void Complete(HistoryEvent completed)
    {
        if (!openTasks.Remove(completed.TaskId, out var source))
        {
            return;
        }

        if (completed.Kind == HistoryEventKind.TaskFailed)
        {
            source.SetException(new TaskFailure(completed.TaskId, completed.Failure!));
        }
        else
        {
            source.SetResult(completed.Data);
        }
    }

    public override T? GetInput<T>()
        where T : default
    {
        EnsureLegalAccess();
        return converter.Deserialize<T>(started.Data);
    }

    public override async Task<TResult> CallActivityAsync<TResult>(
        TaskName name,
        object? input = null,
        TaskOptions? options = null
    )
    {
        EnsureLegalAccess();
        if (input is TaskOptions && options is null)
        {
            throw new ArgumentException(
                "A TaskOptions value was provided for the activity input but no value was provided for options. "
                    + "Did you actually mean to provide a TaskOptions value for the options parameter?",
                nameof(input)
            );
        }

        Task<string?> Call() => Start(HistoryEventKind.ActivityScheduled, name, converter.Serialize(input));
        return await ResultAsync<TResult>(name, Call, options);
    }

    public override async Task<TResult> CallSubOrchestratorAsync<TResult>(
        TaskName orchestratorName,
        object? input = null,
        TaskOptions? options = null
    )
    {
        EnsureLegalAccess();
        var id = (options as SubOrchestrationOptions)?.InstanceId ?? NewGuid().ToString("N");
        InstanceIds.Check(id);
        Task<string?> Call() =>
            Start(HistoryEventKind.SubOrchestrationScheduled, orchestratorName, converter.Serialize(input), id);
        return await ResultAsync<TResult>(orchestratorName, Call, options);
    }

    public override async Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        EnsureLegalAccess();
        var due = fireAt.ToUniversalTime();
        while (due - now > LongestTimer && !cancellationToken.IsCancellationRequested)
        {
            await StartTimer(now + LongestTimer, cancellationToken);
        }

        await StartTimer(due, cancellationToken);
    }

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
    {
        EnsureLegalAccess();
        return events.Wait<T>(eventName, cancellationToken);
    }

    public override void SendEvent(string instanceId, string eventName, object payload)
    {
        EnsureLegalAccess();
        InstanceIds.Check(instanceId);
        var id = taskCount++;
        var sent = new HistoryEvent(HistoryEventKind.EventSent)
        {
            TaskId = id,
            Name = eventName,
            InstanceId = instanceId,
        };
        actions.Add(id, new(sent, converter.Serialize(payload)));
    }

    public override void SetCustomStatus(object? customStatus)
    {
        EnsureLegalAccess();
        this.customStatus = customStatus;
    }

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true)
    {
        EnsureLegalAccess();
        next = (converter.Serialize(newInput), preserveUnprocessedEvents);
    }

    public override Guid NewGuid()
    {
        EnsureLegalAccess();
        return ReplayGuid.Create(instanceId, now, guidCount++);
    }

    private Task<string?> Start(HistoryEventKind kind, string name, string? input, string? childId = null)
    {
        var id = taskCount++;
        var scheduled = new HistoryEvent(kind)
        {
            TaskId = id,
            Name = name,
            InstanceId = childId,
        };
        actions.Add(id, new(scheduled, input));
        return Promise(id).Task;
    }

    private Task<string?> StartTimer(DateTime due, CancellationToken cancellationToken)
    {
        var id = taskCount++;
        var created = new HistoryEvent(HistoryEventKind.TimerCreated) { TaskId = id, At = due };
        actions.Add(id, new(created));
        var source = Promise(id);
        cancellationToken.Register(() =>
        {
            if (source.TrySetCanceled(CancellationToken.None))
            {
                openTasks.Remove(id);
            }
        });
        return source.Task;
    }

    // Continuations run where the task completes: on the episode's thread.
    private TaskCompletionSource<string?> Promise(int id)
    {
        var source = new TaskCompletionSource<string?>();
        openTasks.Add(id, source);
        return source;
    }

    private async Task<TResult> ResultAsync<TResult>(TaskName name, Func<Task<string?>> call, TaskOptions? options)
    {
        try
        {
            var result = options?.Retry switch
            {
                { Policy: { } policy } => await Retries.ByPolicyAsync(this, policy, call),
                { Handler: { } handler } => await Retries.ByHandlerAsync(this, handler, call),
                _ => await call(),
            };
            return converter.Deserialize<TResult>(result)!;
        }
        catch (TaskFailure failure)
        {
            throw new TaskFailedException(name, failure.TaskId, failure.Details);
        }
    }

    /// <exception cref="InvalidOperationException">The caller came back from awaiting something that is not durable.</exception>
    private void EnsureLegalAccess()
    {
        if (Environment.CurrentManagedThreadId != ownerThread)
        {
            throw new InvalidOperationException(IllegalAwait);
        }

        IsAccessed = true;
    }
}
