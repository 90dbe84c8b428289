namespace AgentTrader.Emulator.Durable;

/// <summary>The orchestration that called a sub-orchestration, and the task that waits for it.</summary>
internal sealed record ParentLink(string InstanceId, string Name, string ExecutionId, int TaskId);
