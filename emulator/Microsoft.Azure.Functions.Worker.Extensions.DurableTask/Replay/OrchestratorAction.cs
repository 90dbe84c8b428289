namespace AgentTrader.Emulator.Durable;

/// <summary>Something an orchestrator asked for that history does not hold yet. The event is what history will say of it.</summary>
/// <param name="Event">Scheduled activity or sub-orchestration, created timer, or sent event.</param>
/// <param name="Input">The input or the payload, JSON.</param>
internal sealed record OrchestratorAction(HistoryEvent Event, string? Input = null)
{
    /// <summary>As the official messages name it.</summary>
    public string Describe() =>
        Event.Kind switch
        {
            HistoryEventKind.ActivityScheduled => "ScheduleTaskOrchestratorAction",
            HistoryEventKind.SubOrchestrationScheduled => "CreateSubOrchestrationAction",
            HistoryEventKind.TimerCreated => "CreateTimerOrchestratorAction",
            _ => "SendEventOrchestratorAction",
        };
}
