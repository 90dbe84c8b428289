namespace AgentTrader.Emulator.Durable;

/// <summary>What an entry of a history says. Stored by name: do not rename.</summary>
internal enum HistoryEventKind
{
    EpisodeStarted,
    ExecutionStarted,
    ActivityScheduled,
    SubOrchestrationScheduled,
    TaskCompleted,
    TaskFailed,
    TimerCreated,
    TimerFired,
    EventSent,
    EventRaised,
    Suspended,
    Resumed,
    Terminated,
}
