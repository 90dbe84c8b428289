using Microsoft.DurableTask;

namespace AgentTrader.Emulator.Durable;

/// <summary>One entry of an orchestration's history; which members are set depends on the kind.</summary>
internal sealed record HistoryEvent(HistoryEventKind Kind)
{
    /// <summary>The task's number in its execution: of scheduled, completed and failed tasks, timers and sent events.</summary>
    public int TaskId { get; init; }

    /// <summary>The orchestrator's, the activity's or the event's name.</summary>
    public string? Name { get; init; }

    /// <summary>The sub-orchestration's id, or that of the orchestration an event goes to.</summary>
    public string? InstanceId { get; init; }

    /// <summary>An input, a result or an event's payload: JSON, or a reference to the blob that holds it.</summary>
    public string? Data { get; init; }

    public TaskFailureDetails? Failure { get; init; }

    /// <summary>When an episode ran, or when a timer is due; UTC.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Of <see cref="HistoryEventKind.ExecutionStarted"/>: who waits for the result.</summary>
    public ParentLink? Parent { get; init; }

    /// <summary>Of <see cref="HistoryEventKind.ExecutionStarted"/>: events that the execution before left unread.</summary>
    public IReadOnlyList<HistoryEvent>? CarriedOver { get; init; }

    /// <summary>The message that brought the event; a second delivery is known by it.</summary>
    public string? MessageId { get; init; }
}
