using Microsoft.DurableTask;

namespace AgentTrader.Emulator.Durable;

/// <summary>A task's failure on its way through the retries to the orchestrator.</summary>
internal sealed class TaskFailure(int taskId, TaskFailureDetails details) : Exception(details.ErrorMessage)
{
    public int TaskId { get; } = taskId;

    public TaskFailureDetails Details { get; } = details;
}
